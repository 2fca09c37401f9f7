using Gatehouse.EndToEnd.Matrix;
using Gatehouse.EndToEnd.Processes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Gatehouse.EndToEnd.Stdio;

/// <summary><c>gatehouse run</c> as an MCP client starts it: one server behind a policy, over stdio.</summary>
public sealed class WrapperTests(MatrixGateway gateway)
{
    private const string Policy = """
        { "version": "1", "default": "deny", "hide": ["get-env"],
          "tools": {
            "echo": { "deny_if": [ { "conditions": [ { "path": "args.message", "op": "contains", "value": "secret" } ],
                                     "on_deny": "Not that word." } ],
                      "rate_limit": { "max": 2, "window": 3600 } },
            "get-sum": {}, "greet": {}, "test_simple_text": {} } }
        """;

    [Theory]
    [InlineData(null)]
    [InlineData("2025-11-25")]
    [InlineData("2025-06-18")]
    public async Task Run_AroundACommand_ListsCallsDeniesAndLimits(string? revision)
    {
        var everything = $"{Places.Modules}/@modelcontextprotocol/server-everything/dist/index.js";
        await using var client = await ConnectAsync(["--", Places.Node, everything, "stdio"], revision);

        var tools = await client.ListToolsAsync(cancellationToken: TestContext.Current.CancellationToken);
        Assert.Contains(tools, tool => tool.Name == "echo");
        Assert.DoesNotContain(tools, tool => tool.Name == "get-env");

        Assert.Equal("Echo: hi", await EchoAsync(client, "hi"));
        Assert.StartsWith(
            "[POLICY DENIED] Not that word.", await EchoAsync(client, "a secret"), StringComparison.Ordinal);
        Assert.Equal("Echo: again", await EchoAsync(client, "again"));
        Assert.StartsWith("[POLICY DENIED] Limit of 2", await EchoAsync(client, "more"), StringComparison.Ordinal);
        var hidden = await Assert.ThrowsAnyAsync<McpException>(async () => await client.CallToolAsync(
            "get-env", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("Unknown tool: get-env", hidden.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fixture", "2025-11-25")]
    [InlineData("fixture-stateless", null)]
    public async Task Run_AroundAnAddress_ListsAndCalls(string serverName, string? revision)
    {
        var server = PeerServer.All.Single(s => s.Name == serverName);
        await using var client = await ConnectAsync(["--upstream", gateway.Direct(server).ToString()], revision);

        var result = await client.CallToolAsync(
            "test_simple_text", cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains("simple text", Text(result), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_TwoOfOneName_ShareOneLimit()
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-run-").FullName;
        const string policy = """
            { "version": "1", "default": "deny",
              "tools": { "echo": { "limits": [ { "counter": "echoes", "window": "24h", "max": 25 } ] } } }
            """;
        string[] server = ["--name", "shared", "--upstream", gateway.Direct(PeerServer.All.Single(s => s.Name == "everything-http")).ToString()];
        await using var first = await ConnectAsync(server, "2025-11-25", folder, policy);
        await using var second = await ConnectAsync(server, "2025-11-25", folder, policy);

        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => EchoAsync(i % 2 == 0 ? first : second, "hi")));

        Assert.Equal(25, answers.Count(answer => answer == "Echo: hi"));
        Assert.Equal(35, answers.Count(answer => answer.StartsWith("[POLICY DENIED] Limit of 25", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Run_ServerAsksForTheModel_ReachesTheClientOnlyWhereAllowed(bool isAllowed)
    {
        var asked = 0;
        var fixture = gateway.Direct(PeerServer.All.Single(s => s.Name == "fixture")).ToString();
        string[] allowed = isAllowed ? ["--allow", "sampling"] : [];
        await using var client = await ConnectAsync(
            [.. allowed, "--upstream", fixture], "2025-11-25", text: """{ "version": "1", "default": "allow" }""",
#pragma warning disable MCP9005 // Sampling left the protocol with 2026-07-28; servers of the revisions before still ask.
            handlers: new McpClientHandlers
            {
                SamplingHandler = (_, _, _) =>
                {
                    Interlocked.Increment(ref asked);
                    return ValueTask.FromResult(new CreateMessageResult { Content = [new TextContentBlock { Text = "yes" }], Model = "m" });
                },
            });
#pragma warning restore MCP9005

        try
        {
            await client.CallToolAsync(
                "test_sampling", new Dictionary<string, object?>(StringComparer.Ordinal) { ["prompt"] = "?" },
                cancellationToken: TestContext.Current.CancellationToken);
        }
        catch (McpException) when (!isAllowed)
        {
            // The server may end the call in its own way when nobody answers it.
        }

        Assert.Equal(isAllowed ? 1 : 0, asked);
    }

    [Fact]
    public async Task Run_PolicyThatDoesNotValidate_DoesNotStart()
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-run-");
        var policy = Path.Combine(folder.FullName, "policy.json");
        await File.WriteAllTextAsync(
            policy, """{ "version": "1", "defualt": "deny" }""", TestContext.Current.CancellationToken);

        var (code, output, errors) = await RunningProgram.RunAsync(
            [Places.Gatehouse, "run", "--policy", policy, "--data", folder.FullName, "--", Places.Node, "-e", "0"]);
        folder.Delete(recursive: true);

        Assert.NotEqual(0, code);
        Assert.Empty(output);
        Assert.Contains("defualt", errors, StringComparison.Ordinal);
    }

    private static async Task<McpClient> ConnectAsync(string[] server, string? revision, string? folder = null, string? text = null, McpClientHandlers? handlers = null)
    {
        folder ??= Directory.CreateTempSubdirectory("gatehouse-run-").FullName;
        var policy = Path.Combine(folder, "policy.json");
        await File.WriteAllTextAsync(policy, text ?? Policy, TestContext.Current.CancellationToken);
        var transport = new StdioClientTransport(new StdioClientTransportOptions
        {
            Command = Places.Gatehouse,
            Arguments = ["run", "--policy", policy, "--data", Path.Combine(folder, "data"), .. server],
        });
        return await McpClient.CreateAsync(
            transport,
            new McpClientOptions { ProtocolVersion = revision, Handlers = handlers ?? new McpClientHandlers() },
            cancellationToken: TestContext.Current.CancellationToken);
    }

    private static async Task<string> EchoAsync(McpClient client, string message) => Text(await client.CallToolAsync(
        "echo",
        new Dictionary<string, object?>(StringComparer.Ordinal) { ["message"] = message },
        cancellationToken: TestContext.Current.CancellationToken));

    private static string Text(CallToolResult result) =>
        string.Join('\n', result.Content.OfType<TextContentBlock>().Select(block => block.Text));
}
