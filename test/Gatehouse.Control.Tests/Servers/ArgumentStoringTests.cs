using Gatehouse.Api.People;
using Gatehouse.Control.Tests.Records;

namespace Gatehouse.Control.Tests.Servers;

/// <summary>A server's setting that arguments are stored: off until an admin turns it on, and in force on the next call.</summary>
public class ArgumentStoringTests
{
    [Fact]
    public async Task Call_WithoutTheSetting_StoresNothing()
    {
        await using var rig = await PlaneRig.StartAsync();
        var world = await rig.WorldAsync();
        await CallAsync(rig, world);

        var call = await LastCallAsync(rig);

        Assert.Equal("none", (await rig.AdminAsync("GET", $"records/{call}/arguments"))["state"]);
        Assert.Null((await rig.AdminAsync("GET", "servers/files")).Find("store_arguments"));
        Assert.False(File.Exists(rig.Control.Ledger.Folder.Arguments), "a store that nobody asked for");
    }

    [Fact]
    public async Task Call_WithTheSetting_IsStoredFromTheNextOneOn_AndNotOnceItIsOff()
    {
        await using var rig = await PlaneRig.StartAsync();
        var world = await rig.WorldAsync();
        await SetAsync(rig, """{"keep_days":365,"redact":{"names":["*iban*"],"paths":["args.customer.note"],"values":["^[0-9]{16}$"]}}""");
        await CallAsync(rig, world);

        var call = await LastCallAsync(rig);
        await Eventually.IsAsync(async () => (await rig.AdminAsync("GET", $"records/{call}/arguments"))["state"] == "stored");
        var read = await rig.AdminAsync("GET", $"records/{call}/arguments");

        Assert.Equal(
            """{"to":"CANARY-PLAIN","customer":{"IBAN":"[redacted: string, 9-32 characters]","note":"[redacted: string, 9-32 characters]"},"card":"[redacted: number]","password":"[redacted: string, 9-32 characters]"}""",
            read.Json.GetProperty("arguments").GetRawText());
        foreach (var (name, text) in rig.Control.AtRest())
        {
            Assert.False(text.Contains("CANARY", StringComparison.Ordinal), name);
        }

        await SetAsync(rig, "null");
        await CallAsync(rig, world);
        Assert.NotEqual(call, await LastCallAsync(rig));
        Assert.Equal("none", (await rig.AdminAsync("GET", $"records/{await LastCallAsync(rig)}/arguments"))["state"]);
    }

    [Fact]
    public async Task Set_ByAnAdmin_IsAuditedAndReadByAViewer()
    {
        await using var rig = await RecordRig.StartAsync(Role.Admin);
        const string Setting = """{"keep_days":14,"redact":{"names":["iban"]}}""";

        var missing = await SendAsync(rig, "PATCH", $$"""{"store_arguments":{{Setting}} }""");
        var set = await SendAsync(rig, "PATCH", $$"""{"store_arguments":{{Setting}} }""", match: "\"1\"");
        var stale = await SendAsync(rig, "PATCH", """{"store_arguments":null}""", match: "\"1\"");
        var viewer = await rig.Rig.SeedAsync(Role.Viewer, rig.Own.OrganisationId);

        Assert.Equal((428, 200, 412), (missing.Status, set.Status, stale.Status));
        Assert.Equal(Setting, (await SendAsync(rig, "GET", null, viewer))["store_arguments"]);
        var audit = await rig.Rig.SendAsync("GET", "/api/v1/audit", token: rig.Own.Token);
        var entry = audit.Json.GetProperty("items").EnumerateArray().First(one => one.GetProperty("what").GetString() == "server.changed");
        Assert.DoesNotContain("store_arguments", entry.GetProperty("before").GetString(), StringComparison.Ordinal);
        Assert.Contains($"\"store_arguments\":{Setting}", entry.GetProperty("after").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Approver)]
    [InlineData(Role.PolicyManager)]
    public async Task Set_ByAnybodyElse_IsRefused(Role role)
    {
        await using var rig = await RecordRig.StartAsync(Role.Admin);
        var key = await rig.Rig.SeedAsync(role, rig.Own.OrganisationId);

        Assert.Equal(403, (await SendAsync(rig, "PATCH", """{"store_arguments":{"keep_days":1}}""", key, "*")).Status);
        Assert.Null((await SendAsync(rig, "GET", null)).Find("store_arguments"));
    }

    [Theory]
    [InlineData("""{"keep_days":0}""", "store_arguments.keep_days")]
    [InlineData("""{"keep_days":366}""", "store_arguments.keep_days")]
    [InlineData("""{"keep_days":1,"redact":{"names":["---"]}}""", "store_arguments.redact.names")]
    [InlineData("""{"keep_days":1,"redact":{"paths":["customer.note"]}}""", "store_arguments.redact.paths")]
    [InlineData("""{"keep_days":1,"redact":{"values":["("]}}""", "store_arguments.redact.values")]
    [InlineData("""{"keep_days":1,"redact":{"values":["(?=x)"]}}""", "store_arguments.redact.values")]
    public async Task Set_WhatCannotBe_NamesTheMember(string setting, string member)
    {
        await using var rig = await RecordRig.StartAsync(Role.Admin);

        var reply = await SendAsync(rig, "PATCH", $$"""{"store_arguments":{{setting}} }""", match: "*");

        Assert.Equal((422, "value-invalid"), (reply.Status, reply.Code));
        Assert.Contains($"`{member}`", reply["detail"], StringComparison.Ordinal);
    }

    private static Task<Reply> SendAsync(RecordRig rig, string method, string? json, SeededKey? key = null, string? match = null) => rig.Rig.SendAsync(
        method, "/api/v1/servers/bank", json, (key ?? rig.Own).Token, match is null ? [] : [("If-Match", match)]);

    private static async Task SetAsync(PlaneRig rig, string setting)
    {
        var set = await rig.AdminAsync("PATCH", "servers/files", $$"""{"store_arguments":{{setting}} }""", ("If-Match", "*"));
        Assert.True(set.Status == 200, set.Text);
    }

    private static async Task CallAsync(PlaneRig rig, World world)
    {
        using var answer = await rig.SendAsync(HttpMethod.Post, $"/mcp/{world.Server}/", world.Token, """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"test_simple_text","arguments":{"to":"CANARY-PLAIN","customer":{"IBAN":"CANARY-IBAN","note":"CANARY-NOTE"},"card":4111111111111111,"password":"CANARY-PASSWORD"}}}
            """);
        Assert.Equal(200, (int)answer.StatusCode);
        Assert.Null(await rig.Control.Ledger.Ledger.Index.CatchUpAsync(CancellationToken.None));
    }

    private static async Task<string> LastCallAsync(PlaneRig rig) =>
        (await rig.AdminAsync("GET", "records")).Json.GetProperty("items")[0].GetProperty("call").GetString()!;
}

/// <summary>The same in PostgreSQL.</summary>
public sealed class PostgresArgumentStoringTests : ArgumentStoringTests;
