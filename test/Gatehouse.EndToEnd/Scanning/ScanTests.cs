using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.EndToEnd.Matrix;
using Gatehouse.EndToEnd.Processes;
using ModelContextProtocol.Client;

namespace Gatehouse.EndToEnd.Scanning;

/// <summary><c>gatehouse scan</c> and <c>gatehouse wrap</c> over a configuration with every server of the matrix.</summary>
public sealed class ScanTests(MatrixGateway gateway) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("gatehouse-scan-").FullName;

    private string Config => Path.Combine(folder, ".mcp.json");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Scan_EveryPeer_IsReadJudgedAndGetsAPolicyThatValidates()
    {
        var policies = Path.Combine(folder, "policies");
        var sarif = Path.Combine(folder, "scan.sarif");
        WriteConfig(PeerServer.All);

        var (code, output, errors) = await GatehouseAsync(
            "scan", "--config", Config, "--ci", "--timeout", "5m", "--json", "--policy", policies, "--sarif", sarif, "--fail-on", "critical");
        using var report = JsonDocument.Parse(output);

        var servers = report.RootElement.GetProperty("servers").EnumerateArray().ToArray();
        Assert.Empty(servers.Where(server => server.GetProperty("fault").ValueKind != JsonValueKind.Null)
            .Select(server => $"{server.GetProperty("id")}: {server.GetProperty("fault")}"));
        Assert.Equal(PeerServer.All.Count, servers.Length);
        Assert.True(PeerServer.All.Select(server => server.Package).OfType<string>().Distinct().Count() >= 10);
        Assert.All(servers, server => Assert.NotEqual(0, server.GetProperty("tools").GetArrayLength()));

        // Found critical ones, and says so by its exit code; none of these servers hides anything.
        Assert.True(code == 4, errors);
        Assert.DoesNotContain(
            servers.SelectMany(server => server.GetProperty("tools").EnumerateArray()).SelectMany(tool => tool.GetProperty("findings").EnumerateArray()),
            one => one.GetProperty("flaw").GetString() is "orders-model" or "hidden-characters" or "terminal-codes" or "hidden-markup");
        Assert.Equal(("write", "medium"), Judged(servers, "filesystem", "write_file"));
        Assert.Equal(("read", "low"), Judged(servers, "filesystem", "read_text_file"));
        Assert.Equal(("destructive", "high"), Judged(servers, "memory", "delete_entities"));
        Assert.Equal(("destructive", "critical"), Judged(servers, "git", "git_reset"));
        Assert.Equal("execute", Judged(servers, "sql", "execute_sql").Category);
        Assert.Equal("execute", Judged(servers, "playwright", "browser_click").Category);
        Assert.Contains(report.RootElement.GetProperty("mixes").EnumerateArray(), mix => mix.GetProperty("name").GetString() == "leak");

        var files = Directory.GetFiles(policies);
        Assert.Equal(PeerServer.All.Count, files.Length);
        Assert.Equal(0, (await GatehouseAsync(["policy", "validate", .. files])).Code);
        using var log = JsonDocument.Parse(await File.ReadAllTextAsync(sarif, TestContext.Current.CancellationToken));
        Assert.NotEqual(0, log.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength());
        await AssertByTheStandardAsync(sarif);
    }

    [Fact]
    public async Task Scan_SarifOfWhatCouldNotBeRead_IsByTheStandard()
    {
        var (sarif, bad, absent) = (Path.Combine(folder, "scan.sarif"), Path.Combine(folder, "bad one.json"), Path.Combine(folder, "absent.json"));
        await File.WriteAllTextAsync(bad, "{\n  \"mcpServers\": oops\n}", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Config, """{"mcpServers":{"a":{"command":"/no/such/program"}}}""", TestContext.Current.CancellationToken);

        await GatehouseAsync("scan", "--config", Config, "--config", bad, "--config", absent, "--ci", "--sarif", sarif);

        using var log = JsonDocument.Parse(await File.ReadAllTextAsync(sarif, TestContext.Current.CancellationToken));
        Assert.Equal(3, log.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength());
        await AssertByTheStandardAsync(sarif);
    }

    [Fact]
    public async Task Wrap_RealServers_WorkBehindTheirPoliciesAndUndoBringsThemBack()
    {
        WriteConfig(PeerServer.All.Where(server => server.Name is "filesystem" or "git" or "files"));
        var before = await File.ReadAllTextAsync(Config, TestContext.Current.CancellationToken);

        var wrapped = await GatehouseAsync("wrap", "--config", Config, "--yes", "--policies", Path.Combine(folder, "policies"), "--timeout", "5m");
        Assert.True(wrapped.Code == 0, wrapped.Errors);

        var git = await ToolsAsync("git");
        Assert.Contains("git_status", git);
        Assert.DoesNotContain("git_reset", git);
        Assert.Contains("read_text_file", await ToolsAsync("filesystem"));
        Assert.Contains("read_file", await ToolsAsync("files"));

        Assert.Equal(0, (await GatehouseAsync("wrap", "--config", Config, "--undo")).Code);
        Assert.Equal(before, await File.ReadAllTextAsync(Config, TestContext.Current.CancellationToken));
    }

    // What scan and wrap leave in the user's data folder must not be a folder that `run` refuses.
    [Theory]
    [InlineData("scan")]
    [InlineData("wrap")]
    public async Task Run_OnAMachineWhereOnlyThisRanBefore_Starts(string verb)
    {
        WriteConfig(PeerServer.All.Where(server => server.Name is "hello-world"));

        var (code, output, errors) = await GatehouseAsync(verb, "--config", Config, "--yes", "--timeout", "5m");
        Assert.True(code == 0, output + errors);
        if (verb == "scan")
        {
            Assert.True(File.Exists(Path.Combine(folder, "gatehouse", "scan.json")), output + errors);
            Assert.Equal(0, (await GatehouseAsync("wrap", "--config", Config, "--yes", "--policies", Path.Combine(folder, "policies"))).Code);
        }

        Assert.NotEmpty(await ToolsAsync("hello-world"));
    }

    [Fact]
    public async Task Action_Script_RunsTheScanWithItsInputs()
    {
        WriteConfig(PeerServer.All.Where(server => server.Name is "hello-world" or "noisy"));
        var sarif = Path.Combine(folder, "action.sarif");
        var inputs = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["GATEHOUSE"] = Places.Gatehouse, ["CONFIG"] = Config + "\n", ["FAIL_ON"] = "critical", ["SARIF"] = sarif, ["TIMEOUT"] = "5m",
            ["XDG_DATA_HOME"] = folder,
        };

        var (code, output, errors) = await RunningProgram.RunAsync([Path.Combine(Places.Root, "action/scan.sh")], folder, inputs);
        Assert.True(code == 0, output + errors);
        Assert.True(File.Exists(sarif));

        inputs["CONFIG"] = Path.Combine(folder, "absent.json");
        Assert.Equal(4, (await RunningProgram.RunAsync([Path.Combine(Places.Root, "action/scan.sh")], folder, inputs)).Code);
    }

    private async Task AssertByTheStandardAsync(string sarif)
    {
        var (code, output, errors) = await RunningProgram.RunAsync(
            [Places.Node, Path.Combine(Places.Root, "test/peers/sarif-valid.mjs"), sarif], folder, new Dictionary<string, string>(StringComparer.Ordinal));
        Assert.True(code == 0, output + errors);
    }

    private async Task<string[]> ToolsAsync(string server)
    {
        var entry = JsonNode.Parse(await File.ReadAllTextAsync(Config, TestContext.Current.CancellationToken))!["mcpServers"]![server]!;
        await using var client = await McpClient.CreateAsync(
            new StdioClientTransport(new StdioClientTransportOptions
            {
                Command = (string)entry["command"]!,
                Arguments = [.. entry["args"]!.AsArray().Select(word => (string)word!)],
                EnvironmentVariables = new Dictionary<string, string?>(StringComparer.Ordinal) { ["XDG_DATA_HOME"] = folder },
            }),
            cancellationToken: TestContext.Current.CancellationToken);
        return [.. (await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken)).Select(tool => tool.Name)];
    }

    private void WriteConfig(IEnumerable<PeerServer> peers)
    {
        var servers = new JsonObject();
        foreach (var peer in peers)
        {
            servers[peer.Name] = peer.Command is { } command
                ? new JsonObject
                {
                    ["command"] = PeerServer.Fill(command[0], folder),
                    ["args"] = new JsonArray([.. command.Skip(1).Select(part => (JsonNode)PeerServer.Fill(part, folder))]),
                    ["env"] = new JsonObject(peer.Env.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)PeerServer.Fill(pair.Value, folder)))),
                }
                : new JsonObject { ["type"] = peer.Transport, ["url"] = gateway.Direct(peer).ToString() };
        }

        File.WriteAllText(Config, new JsonObject { ["mcpServers"] = servers }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
    }

    private Task<(int Code, string Output, string Errors)> GatehouseAsync(params string[] words) => RunningProgram.RunAsync(
        [Places.Gatehouse, .. words], folder, new Dictionary<string, string>(StringComparer.Ordinal) { ["XDG_DATA_HOME"] = folder });

    private static (string? Category, string? Level) Judged(JsonElement[] servers, string server, string tool)
    {
        var found = servers.Single(one => one.GetProperty("id").GetString() == server)
            .GetProperty("tools").EnumerateArray().Single(one => one.GetProperty("name").GetString() == tool);
        return (found.GetProperty("category").GetString(), found.GetProperty("level").GetString());
    }
}
