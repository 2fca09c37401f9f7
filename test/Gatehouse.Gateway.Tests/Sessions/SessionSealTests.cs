using Gatehouse.Gateway.Sealing;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Wire;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Gateway.Tests.Sessions;

public sealed class SessionSealTests
{
    private static readonly ClientMessage _initialize = new()
    {
        Body = default,
        Kind = MessageKind.Request,
        Era = Era.Legacy,
        ClientName = new string('c', 500),
        ClientVersion = "1",
    };

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));
    private readonly Sealer _sealer;
    private readonly ActiveGrant _grant = Some.Grant("g1", Some.Server("s1"));

    public SessionSealTests() => _sealer = new Sealer(KeyRing.Ephemeral(), _time);

    [Fact]
    public void Open_ByAnother_IsNull()
    {
        var seal = new SessionSeal(_sealer, _time);
        var sealedId = seal.Begin(_grant, "up-1", _initialize).SealedId!;

        Assert.NotNull(seal.Open(_grant, sealedId));
        Assert.Null(seal.Open(Some.Grant("g2", Some.Server("s1")), sealedId));
        Assert.Null(seal.Open(Some.Grant("g1", Some.Server("s2")), sealedId));
        Assert.Null(seal.Open(_grant, "up-1"));
        Assert.DoesNotContain("up-1", sealedId, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_WithoutTheMemory_IsTheSameSession()
    {
        var begun = new SessionSeal(_sealer, _time).Begin(_grant, "up-1", _initialize);

        var opened = new SessionSeal(_sealer, _time).Open(_grant, begun.SealedId!);

        Assert.Equal(begun, opened);
        Assert.Equal(128, opened!.Client!.Name!.Length);
    }

    [Fact]
    public void Open_OfTheFirstForm_GoesOnWithoutWhatTheSecondAdds()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, System.Text.Encoding.UTF8);
        writer.Write((byte)1);
        writer.Write(_time.GetUtcNow().ToUnixTimeMilliseconds());
        writer.Write("up-1");
        foreach (var text in new[] { "client", "2" })
        {
            writer.Write(true);
            writer.Write(text);
        }

        writer.Flush();
        var old = _sealer.Seal(SealPurpose.Session, "g1", "s1", buffer.ToArray(), _time.GetUtcNow().AddDays(1));

        var session = new SessionSeal(_sealer, _time).Open(_grant, old)!;

        Assert.Equal(("up-1", "client", null, false), (session.UpstreamId, session.Client!.Name, session.Revision, session.ShowsAddresses));
    }

    [Fact]
    public void Open_InALaterProcess_IsOlderThanIt()
    {
        var begun = new SessionSeal(_sealer, _time).Begin(_grant, "up-1", _initialize);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(new SessionSeal(_sealer, _time).Open(_grant, begun.SealedId!)!.IsOlderThanProcess);
        Assert.False(begun.IsOlderThanProcess);
    }

    [Fact]
    public void Open_AfterThirtyDays_IsNullWithAndWithoutTheMemory()
    {
        var seal = new SessionSeal(_sealer, _time);
        var sealedId = seal.Begin(_grant, "up-1", _initialize).SealedId!;
        _time.Advance(TimeSpan.FromDays(30));

        Assert.Null(seal.Open(_grant, sealedId));
        Assert.Null(new SessionSeal(_sealer, _time).Open(_grant, sealedId));
    }
}
