using Gatehouse.Api.People;
using Gatehouse.Control.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Servers;

public class ServerApiTests
{
    [Theory]
    [InlineData("http://10.1.2.3/mcp", "`10.1.2.3` is not a public address")]
    [InlineData("http://[::1]:8080/mcp", "`::1` is not a public address")]
    [InlineData("http://169.254.169.254/latest", "`169.254.169.254` is not a public address")]
    [InlineData("http://[::ffff:192.168.0.1]/", "`::ffff:192.168.0.1` is not a public address")]
    public async Task Create_OnAPrivateAddress_IsRefusedWithTheAddressNamed(string url, string detail)
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        var reply = await rig.SendAsync("POST", "/api/v1/servers", $$"""{"id":"s","url":"{{url}}"}""", key.Token);

        Assert.Equal((422, "address-refused", detail), (reply.Status, reply.Code, reply["detail"]));
    }

    [Fact]
    public async Task Create_OnANameWithAPrivateAddress_IsRefusedWithNameAndAddress()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        var reply = await rig.SendAsync("POST", "/api/v1/servers", """{"id":"s","url":"http://localhost:8080/mcp"}""", key.Token);

        Assert.Equal((422, "address-refused"), (reply.Status, reply.Code));
        Assert.Matches("^`localhost` resolves to `(127\\.0\\.0\\.1|::1)`, which is not a public address$", reply["detail"]);
        Assert.Equal(404, (await rig.SendAsync("GET", "/api/v1/servers/s", token: key.Token)).Status);
    }

    [Fact]
    public async Task Change_ToAPrivateAddress_IsRefusedAndLeavesTheOldOne()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);
        await rig.SendAsync("POST", "/api/v1/servers", """{"id":"s","url":"https://192.0.43.8/mcp"}""", key.Token);

        var reply = await rig.SendAsync("PATCH", "/api/v1/servers/s", """{"url":"http://localhost/mcp"}""", key.Token, ("If-Match", "*"));

        Assert.Equal("address-refused", reply.Code);
        Assert.Equal("https://192.0.43.8/mcp", (await rig.SendAsync("GET", "/api/v1/servers/s", token: key.Token))["url"]);
    }

    [Theory]
    [InlineData(Role.Admin, "https://192.0.43.8/s/4f9d8s7a6f5d4c3b2a1f/mcp?key=canary-1&plain")]
    [InlineData(Role.PolicyManager, "https://192.0.43.8/s/***/mcp?key=***&***")]
    [InlineData(Role.Approver, "https://192.0.43.8/s/***/mcp?key=***&***")]
    [InlineData(Role.Viewer, "https://192.0.43.8/s/***/mcp?key=***&***")]
    public async Task Read_AddressWithAKey_IsWholeForWhoMayChangeItAlone(Role role, string url)
    {
        await using var rig = await ControlRig.StartAsync();
        var admin = await rig.SeedAsync(Role.Admin);
        var asker = role == Role.Admin ? admin : await rig.SeedAsync(role, admin.OrganisationId);
        await rig.SendAsync(
            "POST", "/api/v1/servers", """{"id":"s","url":"https://192.0.43.8/s/4f9d8s7a6f5d4c3b2a1f/mcp?key=canary-1&plain"}""", admin.Token);
        await rig.SendAsync("POST", "/api/v1/servers", """{"id":"t","url":"https://192.0.43.8"}""", admin.Token);

        var one = await rig.SendAsync("GET", "/api/v1/servers/s", token: asker.Token);
        var all = (await rig.SendAsync("GET", "/api/v1/servers", token: asker.Token)).Json.GetProperty("items");

        Assert.Equal(url, one["url"]);
        Assert.Equal([url, "https://192.0.43.8"], all.EnumerateArray().Select(server => server.GetProperty("url").GetString()));
    }

    [Fact]
    public async Task Call_ToAPrivateAddressThatGotIntoTheDatabase_IsRefusedOnConnecting()
    {
        await using var rig = await PlaneRig.StartAsync();
        var world = await rig.WorldAsync();
        await rig.Control.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            (await db.Servers.FindAsync(world.Server))!.Url = "http://10.255.255.1:9/mcp";
            return await db.SaveChangesAsync();
        });
        await rig.AdminAsync("PATCH", $"servers/{world.Server}", """{"description":"touched"}""", ("If-Match", "*"));

        var (status, text) = await rig.CallAsync(world.Server, world.Token);

        Assert.Equal(502, status);
        Assert.Contains("upstream-address-refused", text, StringComparison.Ordinal);
        Assert.Equal("address", (await rig.AdminAsync("POST", $"servers/{world.Server}/test"))["stage"]);
    }

    [Theory]
    [InlineData("""{"id":"Bad Id","url":"https://192.0.43.8/"}""", "value-invalid")]
    [InlineData("""{"id":"s"}""", "server-address-needed")]
    [InlineData("""{"id":"s","url":"https://192.0.43.8/","stdio_entry":"x"}""", "server-address-needed")]
    [InlineData("""{"id":"s","stdio_entry":"shell"}""", "stdio-entry-unknown")]
    [InlineData("""{"id":"s","url":"ftp://192.0.43.8/"}""", "url-invalid")]
    [InlineData("""{"id":"s","url":"https://u:p@192.0.43.8/"}""", "url-invalid")]
    [InlineData("""{"id":"s","url":"https://0300.0.0.1/"}""", "url-invalid")]
    [InlineData("""{"id":"s","url":"https://192.0.43.8/","command":["sh"]}""", "body-invalid")]
    public async Task Create_WhatCannotBe_IsRefused(string body, string code)
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        Assert.Equal(code, (await rig.SendAsync("POST", "/api/v1/servers", body, key.Token)).Code);
    }

    [Fact]
    public async Task Tools_ListedAcceptedAndDismissed_AreWhatCallsSee()
    {
        await using var rig = await PlaneRig.StartAsync();
        var world = await rig.WorldAsync();
        await rig.CallAsync(world.Server, world.Token);
        var listed = await rig.AdminAsync("GET", $"servers/{world.Server}/tools");
        var tool = listed.Json.GetProperty("tools").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "test_simple_text");
        Assert.Equal("accepted", tool.GetProperty("state").GetString());
        await rig.Control.Ledger.Definitions.ReportAsync(
            world.Server, [Gateway.Tools.ToolDefinition.Stored("test_simple_text", """{"inputSchema":{"type":"object"},"name":"test_simple_text"}"""u8.ToArray())],
            TestContext.Current.CancellationToken);

        Assert.Contains("test_simple_text", (await rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
        Assert.Contains("changed", (await rig.AdminAsync("GET", $"servers/{world.Server}/tools")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("This is a simple text", (await rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);

        var settled = await rig.AdminAsync("POST", $"servers/{world.Server}/tools/dismiss", """{"names":["test_simple_text"]}""");
        Assert.Equal("""{"names":["test_simple_text"]}""", settled.Text);
        Assert.Contains("This is a simple text", (await rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accept_OfWhatIsNotWhatWasLookedAt_AcceptsNothing()
    {
        await using var rig = await PlaneRig.StartAsync();
        var world = await rig.WorldAsync();
        await rig.CallAsync(world.Server, world.Token);
        var old = Hash(await rig.AdminAsync("GET", $"servers/{world.Server}/tools"), "accepted");
        await ReportAsync(rig, world.Server, "harmless");
        var looked = Hash(await rig.AdminAsync("GET", $"servers/{world.Server}/tools"), "changed");
        await ReportAsync(rig, world.Server, "not so harmless");

        var stale = await rig.AdminAsync("POST", $"servers/{world.Server}/tools/accept", Seen(looked));
        Assert.Equal((412, "match-stale"), (stale.Status, stale.Code));
        Assert.Equal(old, Hash(await rig.AdminAsync("GET", $"servers/{world.Server}/tools"), "accepted"));

        // The audit says which definition took the place of which.
        var now = Hash(await rig.AdminAsync("GET", $"servers/{world.Server}/tools"), "changed");
        Assert.Equal(200, (await rig.AdminAsync("POST", $"servers/{world.Server}/tools/accept", Seen(now))).Status);
        Assert.Equal(now, Hash(await rig.AdminAsync("GET", $"servers/{world.Server}/tools"), "accepted"));
        var entry = (await rig.AdminAsync("GET", "audit?limit=200")).Json.GetProperty("items").EnumerateArray()
            .Single(one => one.GetProperty("what").GetString() == "server.tools_accepted");
        Assert.Equal((Seen(old), Seen(now)), (entry.GetProperty("before").GetString(), entry.GetProperty("after").GetString()));
    }

    private static string Seen(string hash) => $$"""{"tools":[{"name":"test_simple_text","hash":"{{hash}}"}]}""";

    private static string Hash(Reply tools, string state) => tools.Json.GetProperty("tools").EnumerateArray()
        .Single(one => one.GetProperty("name").GetString() == "test_simple_text" && one.GetProperty("state").GetString() == state)
        .GetProperty("hash").GetString()!;

    private static ValueTask ReportAsync(PlaneRig rig, string server, string description) => rig.Control.Ledger.Definitions.ReportAsync(
        server,
        [Gateway.Tools.ToolDefinition.Stored(
            "test_simple_text",
            System.Text.Encoding.UTF8.GetBytes($$$"""{"description":"{{{description}}}","inputSchema":{"type":"object"},"name":"test_simple_text"}"""))],
        TestContext.Current.CancellationToken);

    [Fact]
    public async Task Server_OfAnotherOrganisation_IsAsAbsentAsNone()
    {
        await using var rig = await ControlRig.StartAsync();
        var (mine, theirs) = (await rig.SeedAsync(Role.Admin), await rig.SeedAsync(Role.Admin));
        await rig.SendAsync("POST", "/api/v1/servers", """{"id":"s","url":"https://192.0.43.8/mcp"}""", mine.Token);

        foreach (var (method, path, body) in (IEnumerable<(string, string, string?)>)
        [
            ("GET", "", null), ("PATCH", "", "{}"), ("DELETE", "", null), ("PUT", "/freeze", "{}"), ("GET", "/tools", null),
            ("PUT", "/secrets/x-key", """{"value":"v"}"""), ("POST", "/test", null), ("POST", "/tools/accept", "{}"),
            ("PUT", "/policy", """{"policy_id":null}"""),
        ])
        {
            var there = await rig.SendAsync(method, "/api/v1/servers/s" + path, body, theirs.Token, ("If-Match", "*"));
            var nowhere = await rig.SendAsync(method, "/api/v1/servers/t" + path, body, theirs.Token, ("If-Match", "*"));
            Assert.Equal((404, nowhere["detail"]!.Replace("`t`", "`s`", StringComparison.Ordinal)), (there.Status, there["detail"]!));
            Assert.Equal(nowhere.Text.Length, there.Text.Length);
        }
    }
}
