using System.Text.Json;
using Gatehouse.Api.People;

namespace Gatehouse.Cli.Tests.Remote;

/// <summary><c>gatehouse catalogue</c> against a real host.</summary>
public sealed class CatalogueCommandTests
{
    [Fact]
    public async Task Import_OfFiles_FillsTheIndex_AndTwiceIsOnce()
    {
        await using var rig = await RemoteRig.StartAsync();
        var list = rig.Write("list.jsonl", string.Join('\n', Enumerable.Range(0, 4_500).Select(at =>
            JsonSerializer.Serialize(new { server = $"acme/s{at / 10}", tool = $"delete_{at}", description = "Deletes it.", args = Array.Empty<object>() }))));
        var saved = rig.Write("@acme__saved.json", """{"tools":[{"name":"get_a","description":"Gets it.","inputSchema":{"type":"object"}}]}""");

        var run = await rig.DoOrNoteAsync("catalogue", "import", list, saved, "--json");
        var again = await rig.DoOrNoteAsync("catalogue", "import", list, "--json");

        Assert.Contains("\"tools_new\": 4500", run, StringComparison.Ordinal);
        Assert.Contains("\"tools_same\": 4500", again, StringComparison.Ordinal);
        Assert.DoesNotContain("tools_new", again, StringComparison.Ordinal);
        var totals = await rig.Server.SendAsync("GET", "/api/v1/catalogue");
        Assert.Equal((452, 4_504), (totals.Json.GetProperty("servers").GetInt32(), totals.Json.GetProperty("tools").GetInt32()));
        var imports = await rig.DoAsync("catalogue", "imports");
        Assert.Contains("list.jsonl", imports.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_WithoutTheRight_IsRefused_AndWithoutAnythingIsAUsageError()
    {
        await using var rig = await RemoteRig.StartAsync(Role.PolicyManager);
        var file = rig.Write("a.jsonl", "{}");

        Assert.Equal(1, (await rig.RunAsync("catalogue", "import", file)).Code);
        Assert.Equal(2, (await rig.RunAsync("catalogue", "import")).Code);
        Assert.Equal(1, (await rig.RunAsync("catalogue", "messages")).Code);
    }
}
