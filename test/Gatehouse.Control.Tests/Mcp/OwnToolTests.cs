using System.Text.Json;
using Gatehouse.Control.Mcp;
using Gatehouse.Control.Tests.Catalogue;
using Gatehouse.Gateway.Recording;
using ModelContextProtocol;

namespace Gatehouse.Control.Tests.Mcp;

/// <summary>Every tool of the own server, asked by the official client over a real connection.</summary>
public sealed class OwnToolTests : IAsyncLifetime
{
    private OwnRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await OwnRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("2025-03-26")]
    [InlineData("2025-06-18")]
    [InlineData("2025-11-25")]
    [InlineData("2026-07-28")]
    [InlineData(null)]
    public async Task List_InEachRevision_IsTheTable(string? revision)
    {
        await using var client = await _rig.ConnectAsync(revision: revision);

        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(OwnToolTable.All.Select(static tool => tool.Name), tools.Select(static tool => tool.Name));
        Assert.All(tools, static tool => Assert.Equal(
            (true, false, true),
            tool.ProtocolTool.Annotations is { } said ? (said.ReadOnlyHint, said.DestructiveHint, said.IdempotentHint) : default));
        Assert.All(tools, static tool => Assert.False(tool.JsonSchema.GetProperty("additionalProperties").GetBoolean()));
        Assert.Equal("gatehouse", client.ServerInfo?.Name);
        Assert.Equal(revision ?? "2026-07-28", client.NegotiatedProtocolVersion);
        Assert.Equal(_rig.World.Policy, (await OwnRig.AskAsync(client, "list_policies")).Json.GetProperty("items")[0].GetProperty("id").GetString());
    }

    [Fact]
    public async Task Policies_AreReadWithVersionsAndDifferences()
    {
        var widened = OwnRig.Policy.Replace("100", "500", StringComparison.Ordinal);
        var saved = await _rig.Plane.AdminAsync(
            "POST", $"policies/{_rig.World.Policy}/versions", $$"""{"document":{{JsonSerializer.Serialize(widened)}},"confirmed":true}""", ("If-Match", "*"));
        Assert.True(saved.Status == 200, saved.Text);
        await using var client = await _rig.ConnectAsync();
        var id = new { policy_id = _rig.World.Policy };

        Assert.Equal(widened, (await OwnRig.AskAsync(client, "get_policy", id)).Json.GetProperty("document").GetString());
        Assert.Equal(OwnRig.Policy, (await OwnRig.AskAsync(client, "get_policy", new { id.policy_id, version = 1 })).Json.GetProperty("document").GetString());
        Assert.Equal(2, (await OwnRig.AskAsync(client, "list_policy_versions", id)).Json.GetProperty("items").GetArrayLength());
        var diff = (await OwnRig.AskAsync(client, "compare_policy_versions", id)).Json;
        Assert.True(diff.GetProperty("is_widening").GetBoolean());
        Assert.Contains("500", diff.GetProperty("diff").GetString(), StringComparison.Ordinal);
        var grant = (await OwnRig.AskAsync(client, "list_grants")).Json.GetProperty("items")[0];
        Assert.Equal((_rig.World.Grant, "agent"), (grant.GetProperty("id").GetString(), grant.GetProperty("label").GetString()));
        Assert.DoesNotContain("gth_", grant.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_GoOnBehindTheirCursor()
    {
        _rig.Control.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(201, (await _rig.Plane.AdminAsync("POST", "policies", """{"name":"second","document":"{\"version\":\"1\",\"default\":\"deny\"}"}""")).Status);
        await using var client = await _rig.ConnectAsync();

        var first = (await OwnRig.AskAsync(client, "list_policies", new { limit = 1 })).Json;
        var second = (await OwnRig.AskAsync(client, "list_policies", new { limit = 1, cursor = first.GetProperty("next").GetString() })).Json;

        Assert.Equal("second", Assert.Single(second.GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        Assert.False(second.TryGetProperty("next", out _));
    }

    [Fact]
    public async Task Servers_AndTheirTools_AreReadWithCategoryAndRisk()
    {
        await using var client = await _rig.ConnectAsync();

        Assert.Equal("files", (await OwnRig.AskAsync(client, "list_servers")).Json.GetProperty("items")[0].GetProperty("id").GetString());
        var listed = (await OwnRig.AskAsync(client, "list_server_tools", new { server_id = "files" })).Json.GetProperty("items");
        Assert.Equal(["drop", "pay", "test_simple_text"], listed.EnumerateArray().Select(tool => tool.GetProperty("name").GetString()).Order());
        Assert.All(listed.EnumerateArray(), tool => Assert.NotEmpty(tool.GetProperty("risk").GetProperty("category").GetString()!));
        var pay = (await OwnRig.AskAsync(client, "get_server_tool", new { server_id = "files", tool = "pay" })).Json.GetProperty("tools")[0];
        Assert.Equal(@"Pays\u202e somebody", pay.GetProperty("definition").GetProperty("description").GetString());
    }

    [Fact]
    public async Task Records_AreFoundAndRead()
    {
        var id = await _rig.RecordAsync("pay", """{"amount":4711}""", RecordedOutcome.Denied, "/tools/pay/deny_if/too-much");
        await _rig.RecordAsync("test_simple_text", outcome: RecordedOutcome.Allowed);
        await using var client = await _rig.ConnectAsync();

        var found = (await OwnRig.AskAsync(client, "search_records", new { outcome = "denied", server_id = "files", limit = 5 })).Json;
        var one = (await OwnRig.AskAsync(client, "get_record", new { record_id = id })).Json;

        Assert.Equal(id, Assert.Single(found.GetProperty("items").EnumerateArray()).GetProperty("call").GetString());
        Assert.Equal("/tools/pay/deny_if/too-much", one.GetProperty("rule").GetString());
        Assert.DoesNotContain("4711", one.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Catalogue_IsSearchedAndRead()
    {
        await _rig.CatalogueAsync(Lines.Server("npm:evil"), Lines.Tool("npm:evil", "sweep", "Deletes\u202e every\u200b file"));
        await using var client = await _rig.ConnectAsync();

        var hit = Assert.Single((await OwnRig.AskAsync(client, "search_catalogue", new { words = "sweep" })).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(@"Deletes\u202e every\u200b file", hit.GetProperty("description").GetString());
        var place = new { server = hit.GetProperty("server").GetString(), tool = hit.GetProperty("slug").GetString() };
        var tool = (await OwnRig.AskAsync(client, "get_catalogue_tool", place)).Json;
        Assert.Equal("1", tool.GetProperty("policy").GetProperty("version").GetString());
        var server = (await OwnRig.AskAsync(client, "get_catalogue_server", new { place.server })).Json;
        Assert.Equal("deny", server.GetProperty("policy").GetProperty("default").GetString());
    }

    [Theory]
    [InlineData("""{"from":"server","server_id":"files"}""")]
    [InlineData("""{"from":"grant","grant_id":"GRANT"}""")]
    [InlineData("""{"from":"catalogue","catalogue_server":"SERVER"}""")]
    [InlineData("""{"from":"catalogue","catalogue_server":"SERVER","catalogue_tool":"TOOL","policy_id":"POLICY"}""")]
    public async Task Draft_OfEachKind_IsAValidDocumentThatNothingHas(string arguments)
    {
        await _rig.RecordAsync("pay", """{"amount":3}""", RecordedOutcome.Allowed);
        await using var client = await _rig.ConnectAsync();
        var hit = (await OwnRig.AskAsync(client, "search_catalogue", new { words = "refund" })).Json.GetProperty("items")[0];
        var asked = JsonDocument.Parse(arguments.Replace("GRANT", _rig.World.Grant, StringComparison.Ordinal)
            .Replace("SERVER", hit.GetProperty("server").GetString(), StringComparison.Ordinal)
            .Replace("TOOL", hit.GetProperty("slug").GetString(), StringComparison.Ordinal)
            .Replace("POLICY", _rig.World.Policy, StringComparison.Ordinal)).RootElement;

        var (draft, isError) = await OwnRig.AskAsync(client, "draft_policy", asked);

        Assert.False(isError, draft.ToString());
        Assert.True(draft.GetProperty("is_valid").GetBoolean());
        Assert.Equal(asked.TryGetProperty("policy_id", out _), draft.TryGetProperty("is_widening", out _));
        var document = draft.GetProperty("document").GetString();
        var verdict = (await OwnRig.AskAsync(client, "validate_policy", new { document, server_id = "files" })).Json;
        Assert.True(verdict.GetProperty("is_valid").GetBoolean(), verdict.ToString());
        Assert.Single((await OwnRig.AskAsync(client, "list_policies")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Draft_OfAServer_HasARuleForEachAcceptedTool()
    {
        var draft = (await _rig.AskAsync("draft_policy", new { from = "server", server_id = "files" })).Json.GetProperty("document").GetString()!;

        var document = JsonDocument.Parse(draft).RootElement;
        var hidden = document.TryGetProperty("hide", out var hide) ? hide.EnumerateArray().Select(name => name.GetString()) : [];
        Assert.Equal(
            ["drop", "pay", "test_simple_text"],
            document.GetProperty("tools").EnumerateObject().Select(tool => tool.Name).Concat(hidden).Order());
    }

    [Fact]
    public async Task Validate_TellsFindingsAndWhetherItMayOpenMore()
    {
        await using var client = await _rig.ConnectAsync();

        var broken = (await OwnRig.AskAsync(client, "validate_policy", new { document = """{"version":"1","tools":{}}""" })).Json;
        var wider = (await OwnRig.AskAsync(client, "validate_policy", new
        {
            document = """{"version":"1","default":"allow"}""", policy_id = _rig.World.Policy,
        })).Json;

        Assert.False(broken.GetProperty("is_valid").GetBoolean());
        Assert.NotEmpty(broken.GetProperty("findings").EnumerateArray());
        Assert.True(wider.GetProperty("is_widening").GetBoolean());
    }

    [Fact]
    public async Task Simulate_OfWhatIsInForce_TellsTheRule()
    {
        var (json, _) = await _rig.AskAsync("simulate_call", new { tool = "pay", arguments = new { amount = 101 }, grant_id = _rig.World.Grant });

        Assert.Equal(("denied", "/tools/pay/deny_if/too-much"), (json.GetProperty("outcome").GetString(), json.GetProperty("rule").GetString()));
        Assert.NotEmpty(json.GetProperty("steps").EnumerateArray());
    }

    [Fact]
    public async Task UnknownTool_IsAnErrorOfTheProtocol()
    {
        await using var client = await _rig.ConnectAsync();

        var refused = await Assert.ThrowsAsync<McpProtocolException>(() => OwnRig.AskAsync(client, "approve"));

        Assert.Equal(McpErrorCode.InvalidParams, refused.ErrorCode);
    }
}
