using System.Globalization;
using System.Text.Json;
using Gatehouse.EndToEnd.Processes;
using Gatehouse.EndToEnd.Team;

namespace Gatehouse.EndToEnd.Catalogues;

/// <summary>From a package to its page: <c>gatehouse introspect</c>, <c>gatehouse catalogue import</c>, and what the server then shows.</summary>
public sealed class IntrospectTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gatehouse-introspect-test-").FullName;

    private string Temporary => Directory.CreateDirectory(Path.Combine(_folder, "tmp")).FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Introspect_PackageOfTheRegistry_IsAskedImportedAndShown()
    {
        var dump = Path.Combine(_folder, "memory.json");

        var (code, _, errors) = await GatehouseAsync(
            "introspect", "npm:@modelcontextprotocol/server-memory@2026.8.31", "--timeout", "10m", "--out", dump);
        Assert.True(code == 0, errors);
        using var answer = JsonDocument.Parse(await File.ReadAllBytesAsync(dump, TestContext.Current.CancellationToken));
        Assert.Equal("npm:@modelcontextprotocol/server-memory", answer.RootElement.Text("package"));
        Assert.Equal("2026.8.31", answer.RootElement.Text("version"));
        Assert.Contains("delete_entities", answer.RootElement.GetProperty("tools").EnumerateArray().Select(tool => tool.Text("name")));
        Assert.Empty(Directory.GetFileSystemEntries(Temporary, "gatehouse-introspect-*"));

        await using var team = await TeamServer.StartAsync();
        using var admin = team.NewPerson();
        var imported = await GatehouseAsync(await KeyAsync(team, admin), "catalogue", "import", dump);
        Assert.True(imported.Code == 0, imported.Errors);

        var server = await admin.GetStringAsync(new Uri(team.People, "/tools/modelcontextprotocol-server-memory"), TestContext.Current.CancellationToken);
        var taken = answer.RootElement.GetProperty("taken").GetDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        Assert.Contains(
            $"- Source: introspection, {taken}, {answer.RootElement.Text("licence")}",
            await admin.GetStringAsync(new Uri(team.People, "/tools/modelcontextprotocol-server-memory.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("npx -y @modelcontextprotocol/server-memory", server, StringComparison.Ordinal);
        foreach (var tool in answer.RootElement.GetProperty("tools").EnumerateArray())
        {
            Assert.Contains($"/tools/modelcontextprotocol-server-memory/{tool.Text("name")}", server, StringComparison.Ordinal);
        }

        var page = await admin.GetStringAsync(
            new Uri(team.People, "/tools/modelcontextprotocol-server-memory/delete_entities"), TestContext.Current.CancellationToken);
        Assert.Contains(">Destructive</span>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"#control\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Introspect_PackageWithScripts_RunsNoneAndHasNeitherNetworkNorTheUsersVariables()
    {
        await using var registry = await PackageRegistry.StartAsync();
        var port = registry.Address.Port.ToString(CultureInfo.InvariantCulture);
        string[] words = ["introspect", "npm:probe-mcp", "--registry", registry.Address.ToString(), "--env", "GIVEN=yes"];

        var alone = await GatehouseAsync([.. words, "--", port]);
        var open = await GatehouseAsync([.. words, "--network", "--", port]);

        Assert.True(alone.Code == 0, alone.Errors);
        Assert.True(open.Code == 0, open.Errors);
        Assert.Contains("/probe-mcp.tgz", registry.Asked);
        using var dump = JsonDocument.Parse(alone.Output);
        Assert.Equal(("npm:probe-mcp", "1.0.0", "ISC"), (dump.RootElement.Text("package"), dump.RootElement.Text("version"), dump.RootElement.Text("licence")));
        var keepsNetwork = alone.Errors.Contains("does not let the network be taken away", StringComparison.Ordinal);
        Assert.Equal($$"""{"ran":false,"reached":{{(keepsNetwork ? "true" : "false")}},"canary":false,"given":"yes"}""", Seen(alone.Output));
        Assert.Equal("""{"ran":false,"reached":true,"canary":false,"given":"yes"}""", Seen(open.Output));
    }

    [Fact]
    public async Task Import_OfTheRegistryThatTheSettingsName_FillsTheIndex()
    {
        await using var registry = await PackageRegistry.StartAsync();
        var mirror = registry.Address.ToString();
        await using var team = await TeamServer.StartAsync("--catalogue-registry", mirror, "--catalogue-npm", mirror);
        using var admin = team.NewPerson();
        var key = await KeyAsync(team, admin);

        Assert.Equal(0, (await GatehouseAsync(key, "catalogue", "import", "--registry", "--npm", "probe-mcp")).Code);

        Assert.Contains(registry.Asked, asked => asked.StartsWith("/v0.1/servers?", StringComparison.Ordinal));
        Assert.Contains("/probe-mcp", registry.Asked);
        Assert.Equal("Probes.", (await admin.ReadAsync("catalogue/servers/io-github-acme-probe-mcp")).Text("description"));
        Assert.Equal("ISC", (await admin.ReadAsync("catalogue/servers/probe-mcp")).GetProperty("sources")[0].Text("licence"));
    }

    [Theory]
    [InlineData("npm:probe-mcp", "--registry", "ftp://x")]
    [InlineData("npm:../probe")]
    public async Task Introspect_WhatIsNoPackageOrRegistry_StartsNothing(params string[] words) =>
        Assert.Equal(2, (await GatehouseAsync(["introspect", .. words])).Code);

    private static string Seen(string dump) => JsonElement.Parse(dump).GetProperty("tools")[0].Text("description");

    private static async Task<Dictionary<string, string>> KeyAsync(TeamServer team, HttpClient admin)
    {
        const string email = "ada@example.com";
        await admin.SayAsync("registrations", new { email });
        await admin.SayAsync("registrations/confirm", new { token = await team.MailedTokenAsync(email), organisation = "Example", password = "correct horse battery" });
        await admin.SayAsync("session", new { email, password = "correct horse battery" });
        var key = await admin.SayAsync("api-keys", new { label = "catalogue", role = "admin", expires = DateTimeOffset.UtcNow.AddDays(1) });
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GATEHOUSE_SERVER"] = team.People.GetLeftPart(UriPartial.Authority), ["GATEHOUSE_API_KEY"] = key.Text("token"),
        };
    }

    private Task<(int Code, string Output, string Errors)> GatehouseAsync(params string[] words) => GatehouseAsync([], words);

    // npm keeps what it fetches here in the folder of the test.
    private Task<(int Code, string Output, string Errors)> GatehouseAsync(Dictionary<string, string> more, params string[] words) => RunningProgram.RunAsync(
        [Places.Gatehouse, .. words], _folder, new Dictionary<string, string>(more, StringComparer.Ordinal)
        {
            ["XDG_DATA_HOME"] = _folder, ["XDG_CONFIG_HOME"] = _folder, ["npm_config_cache"] = Path.Combine(_folder, "npm"), ["CANARY_KEY"] = "canary",
            ["TMPDIR"] = Temporary,
            ["PATH"] = $"{Path.GetDirectoryName(Places.Node)}:{Environment.GetEnvironmentVariable("PATH")}",
        });
}
