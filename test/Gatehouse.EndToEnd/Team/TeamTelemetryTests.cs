using Gatehouse.EndToEnd.Operation;

namespace Gatehouse.EndToEnd.Team;

/// <summary>The team's server tells a collector what it does, where the variables ask for it.</summary>
public sealed class TeamTelemetryTests
{
    [Fact]
    public async Task AskedFor_TheCollectorGetsMetricsOfTheServer_AndNoSecret()
    {
        await using var collector = await OtlpCollector.StartAsync();
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address.ToString(), ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
            ["OTEL_SERVICE_NAME"] = "front-door", ["GATEHOUSE_SMTP_PASSWORD"] = "canary-password", ["GATEHOUSE_SMTP_USER"] = "gatehouse",
        };
        await using var team = await TeamServer.StartAsync(variables);
        using var agent = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var body = new StringContent("{}");
        using var refused = await agent.PostAsync(new Uri(team.Agents, "/mcp/none/"), body, TestContext.Current.CancellationToken);
        Assert.Equal(401, (int)refused.StatusCode);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!collector.Text("/v1/metrics").Contains("gatehouse.", StringComparison.Ordinal))
        {
            await Task.Delay(100, patience.Token);
        }

        Assert.Contains("front-door", collector.Text("/v1/metrics"), StringComparison.Ordinal);
        Assert.All(collector.Received, one => Assert.DoesNotContain("canary-", one.Body, StringComparison.Ordinal));
    }
}
