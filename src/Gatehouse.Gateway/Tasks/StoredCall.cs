using System.Text;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Tasks;

/// <summary>What is kept of a call that the gateway makes later: its validated message, and the session that it belongs to.</summary>
/// <param name="Body">The whole message, as it would have been sent.</param>
/// <param name="HeaderVersion">The revision that the client named beside it, or null.</param>
/// <param name="SessionKey">As of <see cref="Session.Key"/>.</param>
/// <param name="UpstreamId">The server's own id of the session, or null.</param>
/// <param name="Client">What the client said of itself, or null.</param>
/// <param name="Began">When the call came.</param>
internal sealed record StoredCall(
    ReadOnlyMemory<byte> Body, string? HeaderVersion, string SessionKey, string? UpstreamId, ClientFacts? Client, DateTimeOffset Began)
{
    private const byte Version = 1;

    /// <summary>The parts of a call.</summary>
    public static StoredCall Of(CallContext call, DateTimeOffset now) =>
        new(call.Message.Body, call.Message.HeaderVersion, call.Session.Key, call.Session.UpstreamId, call.Session.Client, now);

    /// <summary>As bytes.</summary>
    public byte[] Write()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(Began.UtcTicks);
        writer.Write(SessionKey);
        writer.WriteOptional(HeaderVersion);
        writer.WriteOptional(UpstreamId);
        writer.Write(Client is not null);
        writer.WriteOptional(Client?.Name);
        writer.WriteOptional(Client?.Version);
        writer.Write(Body.Length);
        writer.Write(Body.Span);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>Null for a version that this build does not know; the bytes themselves are authentic.</summary>
    public static StoredCall? Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        if (reader.ReadByte() != Version)
        {
            return null;
        }

        var began = new DateTimeOffset(reader.ReadInt64(), TimeSpan.Zero);
        var (key, header, upstream, hasClient) = (reader.ReadString(), reader.ReadOptional(), reader.ReadOptional(), reader.ReadBoolean());
        var client = new ClientFacts(reader.ReadOptional(), reader.ReadOptional());
        return new(reader.ReadBytes(reader.ReadInt32()), header, key, upstream, hasClient ? client : null, began);
    }

    /// <summary>The session again, as it is now.</summary>
    /// <param name="processStart">What the gateway knows of sessions of before is nothing.</param>
    public Session Session(DateTimeOffset processStart) => new()
    {
        Key = SessionKey,
        UpstreamId = UpstreamId,
        Client = Client,
        IsOlderThanProcess = UpstreamId is not null && Began < processStart,
    };
}
