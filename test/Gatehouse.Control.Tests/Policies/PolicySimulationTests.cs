using System.Net;
using System.Text.Json;
using Gatehouse.Api.People;
using Gatehouse.Gateway.Tools;

namespace Gatehouse.Control.Tests.Policies;

public sealed class PolicySimulationTests : IAsyncLifetime
{
    private const string Refunds = """
        {"version":"1","default":"deny","tools":{
          "create_refund":{"deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":10000}],"on_deny":"Refunds stop at 100.00."}],
            "require_approval":[{"conditions":[{"path":"tool.risk","op":"eq","value":"critical"}],"message":"Money moves"}],
            "rate_limit":{"max":10,"window":60}},
          "list_customers":{}}}
        """;

    private ControlRig _rig = null!;
    private RecordingServer _bank = null!;
    private SeededKey _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _bank = await RecordingServer.StartAsync();
        _rig = await ControlRig.StartAsync(plane: plane => plane with { OperatorNetworks = [IPNetwork.Parse("127.0.0.0/8")] });
        _admin = await _rig.SeedAsync(Role.Admin);
        Assert.Equal(201, (await PostAsync("servers", $$"""{"id":"bank","url":"{{_bank.Url}}/mcp"}""")).Status);
        await _rig.Ledger.Definitions.AcceptFirstAsync(
            "bank", [Tool("create_refund", "financial", "critical"), Tool("list_customers", "read", "low"), Tool("drop_all", "destructive", "critical")],
            TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _bank.DisposeAsync();
    }

    [Fact]
    public async Task Simulate_DraftOnAServer_ExplainsWithItsPinnedRisk_AndContactsNobody()
    {
        var asked = await SimulateAsync($"\"document\":{Text(Refunds)},\"server_id\":\"bank\"", """{"tool":"create_refund","args":{"amount":500}}""");
        var denied = await SimulateAsync($"\"document\":{Text(Refunds)},\"server_id\":\"bank\"", """{"tool":"create_refund","args":{"amount":20000}}""");
        var unknown = await SimulateAsync($"\"document\":{Text(Refunds)},\"server_id\":\"bank\"", """{"tool":"create_refunds"}""");

        Assert.Equal(("pending", "/tools/create_refund/require_approval/tool.risk-eq"), (asked["outcome"], asked["rule"]));
        Assert.Equal("critical", asked.Json.GetProperty("tool").GetProperty("risk").GetString());
        Assert.Equal("/tools/create_refund/rate_limit", asked.Json.GetProperty("limits")[0].GetProperty("rule").GetString());
        Assert.Equal(("denied", "Refunds stop at 100.00."), (denied["outcome"], denied["message"]));
        var condition = denied.Json.GetProperty("steps").EnumerateArray().Last().GetProperty("conditions")[0];
        Assert.Equal(("20000", "true"), (condition.GetProperty("actual").GetString(), condition.GetProperty("truth").GetString()));
        Assert.Equal(("denied", "(unknown tool)"), (unknown["outcome"], unknown["rule"]));

        Assert.Empty(_bank.Seen);
        await PostAsync("servers/bank/test", null);
        Assert.NotEmpty(_bank.Seen);
    }

    [Fact]
    public async Task Simulate_UnderBaselines_DecidesAsInForce_AndADraftBaselineStandsInItsPlace()
    {
        var floor = await PolicyAsync("floor", """{"version":"1","default":"allow","tools":{"create_refund":{"action":"deny","reason":"not here"}}}""");
        Assert.Equal(200, (await _rig.SendAsync("PATCH", "/api/v1/organisation", $$"""{"baseline_policy_id":"{{floor}}"}""", _admin.Token, ("If-Match", "*"))).Status);

        var under = await SimulateAsync($"\"document\":{Text(Refunds)},\"server_id\":\"bank\"", """{"tool":"create_refund","args":{"amount":1}}""");
        var instead = await SimulateAsync(
            """ "document":"{\"version\":\"1\",\"default\":\"allow\",\"hide\":[\"list_*\"]}","place":"organisation","server_id":"bank" """, """{"tool":"list_customers"}""");
        var beside = await SimulateAsync(
            """ "document":"{\"version\":\"1\",\"default\":\"allow\",\"hide\":[\"list_*\"]}","place":"server","server_id":"bank" """, """{"tool":"create_refund"}""");

        Assert.Equal("org:/tools/create_refund/action", under["rule"]);
        Assert.Equal("(hidden)", instead["rule"]);
        Assert.Equal("org:/tools/create_refund/action", beside["rule"]);
    }

    [Fact]
    public async Task Simulate_Grant_HasItsTagsItsSessionAndItsPolicyInForce()
    {
        var policy = await PolicyAsync("tagged", """
            {"version":"1","default":"deny","tools":{"list_customers":{
              "require":[{"conditions":[{"path":"grant.tags.team","op":"eq","value":"support"}]}],
              "deny_if":[{"conditions":[{"path":"session.called","op":"contains","value":"drop_all"}],"on_deny":"after a drop"}]}}}
            """);
        var issued = await PostAsync("grants", $$"""
            {"label":"agent","server_id":"bank","policy_id":"{{policy}}","owner_id":"{{await OwnerAsync()}}","expires":"2027-01-01T00:00:00Z","tags":["team=support"]}
            """);
        Assert.True(issued.Status == 201, issued.Text);
        var grant = issued.Json.GetProperty("grant").GetProperty("id").GetString();

        var passes = await SimulateAsync($"\"grant_id\":\"{grant}\"", """{"tool":"list_customers"}""");
        var after = await SimulateAsync($"\"grant_id\":\"{grant}\"", """{"tool":"list_customers","session":{"called":["drop_all"]}}""");
        var stranger = await SimulateAsync($"\"policy_id\":\"{policy}\",\"server_id\":\"bank\"", """{"tool":"list_customers"}""");
        var nothing = await SimulateAsync("\"server_id\":\"bank\"", """{"tool":"list_customers"}""");

        Assert.Equal("allowed", passes["outcome"]);
        Assert.Equal("after a drop", after["message"]);
        Assert.Equal("/tools/list_customers/require/grant.tags.team-eq", stranger["rule"]);
        Assert.Equal("(no policy)", nothing["rule"]);
    }

    [Fact]
    public async Task Simulate_Version_IsThatVersionsText()
    {
        var policy = await PolicyAsync("p", """{"version":"1","default":"deny"}""");
        Assert.Equal(200, (await _rig.SendAsync(
            "POST", $"/api/v1/policies/{policy}/versions", $$"""{"document":{{Text(Refunds)}},"confirmed":true}""", _admin.Token, ("If-Match", "*"))).Status);

        var first = await SimulateAsync($"\"policy_id\":\"{policy}\",\"number\":1,\"server_id\":\"bank\"", """{"tool":"list_customers"}""");
        var current = await SimulateAsync($"\"policy_id\":\"{policy}\",\"server_id\":\"bank\"", """{"tool":"list_customers"}""");

        Assert.Equal(("denied", "allowed"), (first["outcome"], current["outcome"]));
        Assert.Equal(422, (await SimulateAsync($"\"policy_id\":\"{policy}\",\"number\":9", """{"tool":"x"}""")).Status);
    }

    [Theory]
    [InlineData("""{"document":"{}","call":{"tool":"x"}}""", 422, "policy-invalid")]
    [InlineData("""{"server_id":"absent","call":{"tool":"x"}}""", 422, "value-invalid")]
    [InlineData("""{"grant_id":"absent","call":{"tool":"x"}}""", 422, "value-invalid")]
    [InlineData("""{"policy_id":"absent","call":{"tool":"x"}}""", 422, "value-invalid")]
    [InlineData("""{"call":{"tool":"x","args":[1]}}""", 422, "value-invalid")]
    [InlineData("""{"call":{"tool":"x","args":{"a":"\ud800"}}}""", 422, "value-invalid")]
    [InlineData("""{"call":{"tool":"x","args":{"a":1,"a":2}}}""", 400, "body-invalid")]
    [InlineData("""{"call":{"tool":"x","command":"y"}}""", 400, "body-invalid")]
    [InlineData("""{"place":"everywhere","call":{"tool":"x"}}""", 400, "body-invalid")]
    public async Task Simulate_WhatCannotBeTried_IsRefused(string body, int status, string code)
    {
        var reply = await PostAsync("policies/simulate", body);

        Assert.Equal((status, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Simulate_WithThingsOfAnotherOrganisation_ReadsAsIfTheyWereNot()
    {
        var policy = await PolicyAsync("ours", """{"version":"1","default":"allow"}""");
        var other = await _rig.SeedAsync(Role.Admin);
        foreach (var (theirs, absent) in new[] { ($"\"policy_id\":\"{policy}\"", "\"policy_id\":\"nothing\""), ("\"server_id\":\"bank\"", "\"server_id\":\"nothing\"") })
        {
            var foreign = await _rig.SendAsync("POST", "/api/v1/policies/simulate", $$"""{ {{theirs}},"call":{"tool":"x"} }""", other.Token);
            var nothing = await _rig.SendAsync("POST", "/api/v1/policies/simulate", $$"""{ {{absent}},"call":{"tool":"x"} }""", other.Token);
            Assert.Equal((422, nothing.Text), (foreign.Status, foreign.Text));
        }
    }

    [Fact]
    public async Task Effects_OfADraft_SayWhatBecomesOfEachTool()
    {
        var reply = await PostAsync("policies/effects", $$"""{"document":{{Text(Refunds)}},"server_id":"bank"}""");

        Assert.Equal(
            ["create_refund approve ", "drop_all deny (default deny)", "list_customers allow "],
            reply.Json.GetProperty("tools").EnumerateArray().Select(tool =>
                $"{tool.GetProperty("tool").GetProperty("name")} {tool.GetProperty("effect")} {tool.GetProperty("rule")}"));
        Assert.Equal(
            "/tools/create_refund/deny_if/args.amount-gt", reply.Json.GetProperty("tools")[0].GetProperty("conditions")[0].GetString());
        Assert.Equal(422, (await PostAsync("policies/effects", $$"""{"document":{{Text(Refunds)}}}""")).Status);
        Assert.Empty(_bank.Seen);
    }

    private static ToolDefinition Tool(string name, string category, string risk) =>
        ToolDefinition.Stored(name, System.Text.Encoding.UTF8.GetBytes($$"""{"inputSchema":{"type":"object"},"name":"{{name}}"}""")) with
        {
            Risk = new RecordedRisk(category, risk, 1),
        };

    private static string Text(string document) => JsonSerializer.Serialize(document);

    private Task<Reply> PostAsync(string path, string? body) => _rig.SendAsync("POST", "/api/v1/" + path, body, _admin.Token);

    private Task<Reply> SimulateAsync(string what, string call) => PostAsync("policies/simulate", $$"""{ {{what}},"call":{{call}} }""");

    private async Task<string> PolicyAsync(string name, string document)
    {
        var reply = await PostAsync("policies", $$"""{"name":"{{name}}","document":{{Text(document)}},"confirmed":true}""");
        Assert.True(reply.Status == 201, reply.Text);
        return reply["id"]!;
    }

    private Task<string> OwnerAsync() => PlaneRig.MemberAsync(_rig, _admin.OrganisationId);
}
