using System.Text;
using Xunit;

namespace Gatehouse.EndToEnd.Operation;

/// <summary>OpenTelemetry: what a collector gets where it is asked for, and that nothing happens where it is not.</summary>
public sealed class TelemetryTests : IAsyncLifetime
{
    private const string Trace = "0af7651916cd43dd8448eb211c80319c";
    private const string Theirs = "00-" + Trace + "-b7ad6b7169203331-01";
    private const string Call = """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","arguments":{"password":"canary-argument"} } }""";
    private World _world = null!;

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task AskedFor_TheCollectorGetsSpansMetricsAndLogs_AndNoSecret()
    {
        await using var collector = await OtlpCollector.StartAsync();
        _world.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString();
        _world.Environment["OTEL_EXPORTER_OTLP_HEADERS"] = "x-key=canary-collector";
        _world.Environment["OTEL_SERVICE_NAME"] = "front-door";
        _world.Environment["UPSTREAM_KEY"] = "canary-header";
        var gateway = await _world.ServeAsync(_world.Config(server: """, "headers": { "Authorization": "Bearer ${env:UPSTREAM_KEY}" }"""));

        using (var answer = await SendAsync(Call))
        {
            Assert.Equal(200, (int)answer.StatusCode);
        }

        _world.Write("gatehouse.json", """{"servers":{},"typo":"canary-configuration"}""");
        await gateway.SaysAsync("stays in force");
        gateway.Terminate();
        Assert.Equal(0, await gateway.EndAsync());

        var (traces, metrics, logs) = (collector.Text("/v1/traces"), collector.Text("/v1/metrics"), collector.Text("/v1/logs"));
        Assert.All(collector.Received, one => Assert.Equal("application/x-protobuf", one.Type));
        Assert.All(collector.Received, one => Assert.Contains("x-key: canary-collector", one.Headers, StringComparison.Ordinal));
        Assert.Contains("tools/call", traces, StringComparison.Ordinal);
        Assert.Contains("gatehouse.outcome", traces, StringComparison.Ordinal);
        Assert.Contains(Encoding.Latin1.GetString(Convert.FromHexString(Trace)), traces, StringComparison.Ordinal);
        Assert.Contains("gatehouse.decisions", metrics, StringComparison.Ordinal);
        Assert.Contains("gatehouse.upstream.duration", metrics, StringComparison.Ordinal);
        Assert.Contains("stays in force", logs, StringComparison.Ordinal);
        Assert.All((string[])[traces, metrics, logs], text => Assert.Contains("front-door", text, StringComparison.Ordinal));

        // The server's own spans hang below the span of what was sent to it, which is not the client's.
        var passed = _world.Upstream.Calls.Single().Headers["traceparent"].Split('-');
        Assert.Equal(Trace, passed[1]);
        Assert.Contains(Encoding.Latin1.GetString(Convert.FromHexString(passed[2])), traces, StringComparison.Ordinal);
        foreach (var secret in (string[])["canary-", _world.Token, _world.OtherToken])
        {
            Assert.All((string[])[traces, metrics, logs, gateway.Said], text => Assert.DoesNotContain(secret, text, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task NotAskedFor_NoSpanIsMade_TheClientsTraceGoesOnAsItCame()
    {
        await _world.ServeAsync();

        (await SendAsync(Call)).Dispose();

        Assert.Equal(Theirs, _world.Upstream.Calls.Single().Headers["traceparent"]);
    }

    [Fact]
    public async Task CollectorIsNotThere_CallsGoOn_AndTheEndComes()
    {
        _world.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1";
        var gateway = await _world.ServeAsync();

        using (var answer = await SendAsync(Call))
        {
            Assert.Equal(200, (int)answer.StatusCode);
        }

        gateway.Terminate();
        Assert.Equal(0, await gateway.EndAsync(30));
    }

    [Fact]
    public async Task ValueThatCannotBeUsed_NothingStarts()
    {
        _world.Environment["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/json";
        _world.Environment["OTEL_EXPORTER_OTLP_ENDPOINT"] = "http://127.0.0.1:1";
        _world.Write("gatehouse.json", _world.Config());

        var gateway = _world.Start("serve", "--config", Path.Combine(_world.Folder, "gatehouse.json"));

        Assert.Equal(3, await gateway.EndAsync());
        Assert.Contains("OTEL_EXPORTER_OTLP_PROTOCOL", gateway.Said, StringComparison.Ordinal);
    }

    private Task<HttpResponseMessage> SendAsync(string body) =>
        _world.SendAsync(HttpMethod.Post, null, body, headers: [("traceparent", Theirs)]);
}
