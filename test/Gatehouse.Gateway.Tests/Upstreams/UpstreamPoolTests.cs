using System.Collections.Frozen;
using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Gateway.Tests.Upstreams;

public sealed class UpstreamPoolTests
{
    [Fact]
    public async Task Apply_SameFingerprint_KeepsTheUpstream()
    {
        await using var pool = Pool();
        var entry = Samples.Http(new Uri("http://127.0.0.1:1/"));
        pool.Apply([entry]);
        var before = pool.For("server");

        pool.Apply([entry with { Fingerprint = "f" }, entry with { ServerId = "other" }]);

        Assert.NotNull(before);
        Assert.Same(before, pool.For("server"));
        Assert.NotSame(before, pool.For("other"));
        Assert.Null(pool.For("unknown"));
    }

    [Fact]
    public async Task Apply_OtherFingerprint_LetsCallsFinishAndTakesNoNewOnes()
    {
        var (reached, release) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await FakeServer.StartAsync(async context =>
        {
            reached.SetResult();
            await release.Task;
            await FakeServer.JsonAsync(context, "{}");
        });
        await using var pool = Pool();
        var entry = Samples.Http(server.Url);
        pool.Apply([entry]);
        var old = pool.For("server")!;
        var call = old.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel).AsTask();
        await reached.Task;

        pool.Apply([entry with { Fingerprint = "g" }]);

        Assert.NotSame(old, pool.For("server"));
        var (_, fault) = await old.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);
        Assert.Equal(("upstream-draining", true), (fault!.Code, fault.NothingSent));
        release.SetResult();
        Assert.Equal("{}", Samples.Text((await call).Answer));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/", false, "X-Key", "v", "upstream-address-refused")]
    [InlineData("http://127.1:1/", false, "X-Key", "v", "upstream-address-refused")]
    [InlineData("http://127.0.0.1:1/", true, "X-Key", "v\r\nX-Admin: 1", "upstream-header-invalid")]
    [InlineData("http://127.0.0.1:1/", true, "X-Key", "v", "upstream-refused")]
    public async Task Apply_EntryThatMayNotBeUsed_SendsNothing(
        string url, bool isOperators, string name, string value, string code)
    {
        await using var pool = Pool();
        pool.Apply([Samples.Http(new Uri(url)) with
        {
            IsOperatorAddress = isOperators,
            Headers = new Dictionary<string, string> { [name] = value }.ToFrozenDictionary(),
        }]);

        var (_, fault) = await pool.For("server")!.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);

        Assert.Equal((code, true), (fault!.Code, fault.NothingSent));
    }

    [Fact]
    public async Task Apply_TwoServersOfOneHost_NeverShareACredential()
    {
        await using var server = await FakeServer.StartAsync(context => FakeServer.JsonAsync(
            context, $"\"{context.Connection.Id} {context.Request.Headers.Authorization}\""));
        await using var pool = Pool();
        pool.Apply(new[] { "a", "b" }.Select(id => Samples.Http(server.Url) with
        {
            ServerId = id,
            Headers = new Dictionary<string, string> { ["Authorization"] = id }.ToFrozenDictionary(),
        }));

        var connections = new Dictionary<string, HashSet<string>> { ["a"] = [], ["b"] = [] };
        for (var i = 0; i < 200; i++)
        {
            var id = i % 2 == 0 ? "a" : "b";
            var (answer, _) = await pool.For(id)!.ExchangeAsync(Samples.Send(Samples.Call), Samples.Cancel);
            var seen = Samples.Text(answer).Trim('"').Split(' ');
            Assert.Equal(id, seen[1]);
            connections[id].Add(seen[0]);
        }

        Assert.Empty(connections["a"].Intersect(connections["b"]));
    }

    private static UpstreamPool Pool() =>
        new([], new LoopMarker(), NullLogger<UpstreamPool>.Instance, TimeProvider.System);
}
