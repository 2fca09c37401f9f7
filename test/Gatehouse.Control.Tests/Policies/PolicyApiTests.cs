using System.Text.Json;
using Gatehouse.Api.People;
using Gatehouse.Gateway.Tools;

namespace Gatehouse.Control.Tests.Policies;

public class PolicyApiTests
{
    private const string Shut = """{"version":"1","default":"deny"}""";

    [Fact]
    public async Task Save_ByTwoPeople_TheSecondGets412WithTheDifference()
    {
        await using var rig = await ControlRig.StartAsync();
        var (one, other) = (await rig.SeedAsync(Role.PolicyManager), default(SeededKey));
        other = await rig.SeedAsync(Role.PolicyManager, one.OrganisationId);
        var made = await CreateAsync(rig, one, "{\n\"version\":\"1\",\n\"default\":\"deny\"\n}");
        Assert.Equal(200, (await SaveAsync(rig, one, made, "{\n\"version\":\"1\",\n\"default\":\"allow\"\n}", "\"1\"")).Status);

        var late = await SaveAsync(rig, other, made, "{\n\"version\":\"1\",\n\"default\":\"deny\",\n\"hide\":[\"x\"]\n}", "\"1\"");

        Assert.Equal((412, "match-stale"), (late.Status, late.Code));
        Assert.Equal("{\n\"version\":\"1\",\n\"default\":\"allow\"\n}", late.Json.GetProperty("current").GetProperty("document").GetString());
        Assert.Equal(" {\n \"version\":\"1\",\n-\"default\":\"allow\"\n+\"default\":\"deny\",\n+\"hide\":[\"x\"]\n }\n", late["diff"]);
        Assert.Equal("\"2\"", late.Headers["ETag"]);
        Assert.Equal(428, (await SaveAsync(rig, other, made, Shut, null)).Status);
    }

    [Fact]
    public async Task Document_WithBlanksAndEscapes_ComesBackByteForByte()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.PolicyManager);
        const string Odd = "  {\"version\" : \"1\",\r\n\t\"description\":\"\\u00fc ü\",\"default\":\"deny\"}\n\n";

        var made = await CreateAsync(rig, key, Odd);

        Assert.Equal(Odd, (await rig.SendAsync("GET", $"/api/v1/policies/{made}", token: key.Token))["document"]);
        Assert.Equal(Odd, (await rig.SendAsync("GET", $"/api/v1/policies/{made}/versions/1", token: key.Token))["document"]);
    }

    [Fact]
    public async Task Versions_SavedAndRolledBack_AreKeptWithTheirDifferenceAndWhoOpenedSomething()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.PolicyManager);
        var made = await CreateAsync(rig, key, Shut);
        await SaveAsync(rig, key, made, """{"version":"1","default":"allow"}""", "*");

        var back = await rig.SendAsync("POST", $"/api/v1/policies/{made}/rollback", """{"number":1}""", key.Token, ("If-Match", "\"2\""));

        Assert.Equal((200, Shut, "3"), (back.Status, back["document"], back["current"]));
        var list = await rig.SendAsync("GET", $"/api/v1/policies/{made}/versions?limit=2", token: key.Token);
        Assert.Equal(
            [(3, false, "back to version 1"), (2, true, "")],
            list.Json.GetProperty("items").EnumerateArray().Select(item => (item.GetProperty("number").GetInt32(), item.GetProperty("is_widening").GetBoolean(), item.GetProperty("message").GetString())));
        var rest = await rig.SendAsync("GET", $"/api/v1/policies/{made}/versions?limit=2&cursor={list["next"]}", token: key.Token);
        Assert.Equal([1], rest.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("number").GetInt32()));
        var diff = await rig.SendAsync("GET", $"/api/v1/policies/{made}/diff?from=1&to=2", token: key.Token);
        Assert.Equal(("-" + Shut + "\n+{\"version\":\"1\",\"default\":\"allow\"}\n", "True"), (diff["diff"], diff["is_widening"]));
        Assert.Equal("query-invalid", (await rig.SendAsync("GET", $"/api/v1/policies/{made}/diff?from=9", token: key.Token)).Code);
    }

    [Fact]
    public async Task Save_WithAnError_Is422WithFindingsAndChangesNothing()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.PolicyManager);
        var made = await CreateAsync(rig, key, Shut);

        var reply = await SaveAsync(rig, key, made, """{"version":"1","default":"perhaps"}""", "*");

        Assert.Equal((422, "policy-invalid"), (reply.Status, reply.Code));
        Assert.Equal("error", reply.Json.GetProperty("findings")[0].GetProperty("severity").GetString());
        Assert.Equal("1", (await rig.SendAsync("GET", $"/api/v1/policies/{made}", token: key.Token))["current"]);
    }

    [Fact]
    public async Task Create_ForAServerWithPinnedTools_IsCheckedAgainstThem()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);
        Assert.Equal(201, (await rig.SendAsync("POST", "/api/v1/servers", """{"id":"bank","url":"https://192.0.43.8/mcp"}""", key.Token)).Status);
        await rig.Ledger.Definitions.AcceptFirstAsync(
            "bank", [ToolDefinition.Stored("pay", """{"inputSchema":{"properties":{"amount":{"type":"number"}},"type":"object"},"name":"pay"}"""u8.ToArray())],
            TestContext.Current.CancellationToken);
        var unknown = JsonSerializer.Serialize("""{"version":"1","default":"deny","tools":{"pya":{}}}""");

        var verdict = await rig.SendAsync("POST", "/api/v1/policies/validate", $$"""{"document":{{unknown}},"server_id":"bank"}""", key.Token);
        var alone = await rig.SendAsync("POST", "/api/v1/policies/validate", $$"""{"document":{{unknown}}}""", key.Token);

        Assert.Contains("pya", verdict.Json.GetProperty("findings").ToString(), StringComparison.Ordinal);
        Assert.Equal(0, alone.Json.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public async Task Remove_WhileAttached_Is409()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);
        var made = await CreateAsync(rig, key, Shut);
        await rig.SendAsync("PATCH", "/api/v1/organisation", $$"""{"baseline_policy_id":"{{made}}"}""", key.Token, ("If-Match", "*"));

        Assert.Equal("policy-in-use", (await rig.SendAsync("DELETE", $"/api/v1/policies/{made}", token: key.Token, headers: ("If-Match", "*"))).Code);
        await rig.SendAsync("PATCH", "/api/v1/organisation", """{"baseline_policy_id":null}""", key.Token, ("If-Match", "*"));
        Assert.Equal(204, (await rig.SendAsync("DELETE", $"/api/v1/policies/{made}", token: key.Token, headers: ("If-Match", "*"))).Status);
        Assert.Equal(404, (await rig.SendAsync("GET", $"/api/v1/policies/{made}", token: key.Token)).Status);
    }

    [Fact]
    public async Task Create_NameOfAnother_Is409_AndListsShowWhoseItIs()
    {
        await using var rig = await ControlRig.StartAsync();
        var (mine, theirs) = (await rig.SeedAsync(Role.PolicyManager), await rig.SeedAsync(Role.PolicyManager));
        await CreateAsync(rig, mine, Shut);

        Assert.Equal("policy-name-taken", (await rig.SendAsync("POST", "/api/v1/policies", Body(Shut), mine.Token)).Code);
        Assert.NotNull(await CreateAsync(rig, theirs, Shut));
        Assert.Equal(1, (await rig.SendAsync("GET", "/api/v1/policies", token: mine.Token)).Json.GetProperty("items").GetArrayLength());
    }

    private static string Body(string document) => $$"""{"name":"p","document":{{JsonSerializer.Serialize(document)}},"confirmed":true}""";

    private static async Task<string> CreateAsync(ControlRig rig, SeededKey key, string document)
    {
        var reply = await rig.SendAsync("POST", "/api/v1/policies", Body(document), key.Token);
        Assert.True(reply.Status == 201, reply.Text);
        return reply["id"]!;
    }

    private static Task<Reply> SaveAsync(ControlRig rig, SeededKey key, string policy, string document, string? version)
    {
        (string, string)[] headers = version is null ? [] : [("If-Match", version)];
        return rig.SendAsync(
            "POST", $"/api/v1/policies/{policy}/versions", $$"""{"document":{{JsonSerializer.Serialize(document)}},"confirmed":true}""", key.Token, headers);
    }
}
