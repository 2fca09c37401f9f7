using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Gatehouse.Api.People;
using Gatehouse.Control.Exports.Otlp;
using Gatehouse.Control.Records;
using Gatehouse.Control.Tests.Records;
using Gatehouse.Gateway.Recording;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Control.Tests.Exports;

public sealed class RecordForwardTests
{
    [Fact]
    public async Task Forward_CallsAndChanges_ReachTheCollectorOnceInOrderAndWithItsHeader()
    {
        await using var rig = await RecordRig.StartAsync(Role.Admin);
        await using var collector = await Collector.StartAsync();
        using var folder = new TempFolder();
        await rig.CallAsync("before");
        await rig.CatchUpAsync();
        await using (var forward = Forward(rig, collector, folder))
        {
            await forward.LookAsync();
            await rig.CallAsync("c1", intent => intent with { TraceId = "0af7651916cd43dd8448eb211c80319c" });
            await rig.CallAsync("c2", intent => intent with { Outcome = RecordedOutcome.Denied, Rule = "/default" });
            await rig.CatchUpAsync();
            await forward.LookAsync();
            await forward.LookAsync();
        }

        Assert.Equal("c1 c2", collector.Values("gatehouse.calls", "gatehouse.call"));
        Assert.Equal("9 13", collector.Of("gatehouse.calls", record => record.GetProperty("severityNumber").ToString()));
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", collector.Records("gatehouse.calls")[0].GetProperty("traceId").GetString());
        Assert.All(collector.Received, one => Assert.Equal("secret", one.Key));
        Assert.All(collector.Received, one => Assert.DoesNotContain("CANARY", one.Body, StringComparison.Ordinal));

        // Another process goes on where this one stopped.
        await rig.CallAsync("c3");
        await rig.Rig.SendAsync("POST", "/api/v1/policies", """{"name":"p","document":"{\"version\":\"1\",\"default\":\"deny\"}"}""", rig.Own.Token);
        await rig.CatchUpAsync();
        await using var next = Forward(rig, collector, folder);
        await next.LookAsync();
        Assert.Equal("c1 c2 c3", collector.Values("gatehouse.calls", "gatehouse.call"));
        Assert.Equal("policy.created", collector.Values("gatehouse.audit", "gatehouse.what"));
    }

    [Fact]
    public async Task Forward_CollectorAway_SendsItLaterAndAsksEverMoreSeldom()
    {
        await using var rig = await RecordRig.StartAsync();
        await using var collector = await Collector.StartAsync();
        using var folder = new TempFolder();
        await using var forward = Forward(rig, collector, folder);
        await forward.LookAsync();
        collector.Status = 503;
        await rig.CallAsync("c1");
        await rig.CatchUpAsync();

        await forward.LookAsync();
        await forward.LookAsync();
        Assert.Single(collector.Received);
        rig.Rig.Time.Advance(TimeSpan.FromSeconds(2));
        await forward.LookAsync();
        rig.Rig.Time.Advance(TimeSpan.FromSeconds(3));
        await forward.LookAsync();
        Assert.Equal(2, collector.Received.Count);

        collector.Status = 200;
        collector.Received.Clear();
        rig.Rig.Time.Advance(TimeSpan.FromSeconds(1));
        await forward.LookAsync();
        Assert.Equal("c1", collector.Values("gatehouse.calls", "gatehouse.call"));
    }

    private static RecordForward Forward(RecordRig rig, Collector collector, TempFolder folder)
    {
        var services = rig.Rig.Host.Services;
        var settings = services.GetRequiredService<RecordSettings>() with
        {
            Collector = new RecordCollector(collector.Address, [new("x-key", "secret")], Path.Combine(folder.Path, "place.json")),
        };
        return new RecordForward(settings, services.GetRequiredService<IServiceScopeFactory>(), rig.Rig.Time, NullLogger<RecordForward>.Instance);
    }

    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication _app;

        private Collector(WebApplication app) => _app = app;

        public Uri Address => new(_app.Urls.First() + "/v1/logs");

        public int Status { get; set; } = 200;

        public ConcurrentQueue<(string Key, string Body)> Received { get; } = new();

        public static async Task<Collector> StartAsync()
        {
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
            var collector = new Collector(builder.Build());
            collector._app.Run(collector.TakeAsync);
            await collector._app.StartAsync();
            return collector;
        }

        public IReadOnlyList<JsonElement> Records(string scope) =>
        [
            .. Received.SelectMany(one => JsonElement.Parse(one.Body).GetProperty("resourceLogs")[0].GetProperty("scopeLogs").EnumerateArray())
                .Where(logs => logs.GetProperty("scope").GetProperty("name").GetString() == scope)
                .SelectMany(logs => logs.GetProperty("logRecords").EnumerateArray()),
        ];

        public string Of(string scope, Func<JsonElement, string> of) => string.Join(' ', Records(scope).Select(of));

        public string Values(string scope, string attribute) => Of(scope, record => record.GetProperty("attributes").EnumerateArray()
            .Single(one => one.GetProperty("key").GetString() == attribute).GetProperty("value").GetProperty("stringValue").GetString()!);

        public async ValueTask DisposeAsync()
        {
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        private async Task TakeAsync(HttpContext http)
        {
            using var reader = new StreamReader(http.Request.Body);
            Received.Enqueue((http.Request.Headers["x-key"].ToString(), await reader.ReadToEndAsync()));
            http.Response.StatusCode = Status;
        }
    }
}
