using System.Globalization;
using System.Text.Json.Nodes;
using Gatehouse.EndToEnd.Gateways;
using Gatehouse.EndToEnd.Matrix;
using Gatehouse.EndToEnd.Processes;

[assembly: AssemblyFixture(typeof(MatrixGateway))]

namespace Gatehouse.EndToEnd.Matrix;

/// <summary>One gateway in front of every peer server, with a grant for each pair of server and client.</summary>
public sealed class MatrixGateway : IAsyncLifetime
{
    private readonly Dictionary<string, string> tokens = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Uri> addresses = new(StringComparer.Ordinal);
    private readonly List<RunningProgram> programs = [];
    private readonly string folder = Directory.CreateTempSubdirectory("gatehouse-matrix-").FullName;
    private RunningGateway? gateway;

    public string Folder => folder;

    public Uri Endpoint(PeerServer server) => gateway!.Endpoint(server.Name);

    /// <summary>The server itself, past the gateway.</summary>
    public Uri Direct(PeerServer server) => addresses[server.Name];

    public string Token(PeerServer server, PeerClient client) => tokens[$"{server.Name}-{client.Name}"];

    public async ValueTask InitializeAsync()
    {
        var install = Path.Combine(Places.Root, "test/peers/install.sh");
        var (code, output, errors) = await RunningProgram.RunAsync([install]);
        Assert.True(code == 0, $"the peers could not be installed: {output} {errors}");

        var servers = new JsonObject();
        var policies = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        var grants = new JsonArray();
        foreach (var server in PeerServer.All)
        {
            servers[server.Name] = await EntryAsync(server);
            policies[$"{server.Name}.json"] = Policy(server);
            foreach (var client in PeerClient.All)
            {
                grants.Add(Grant(server, client));
            }
        }

        var config = new JsonObject
        {
            ["listen"] = "127.0.0.1:0",
            ["management"] = "127.0.0.1:0",
            ["data"] = "./data",
            ["servers"] = servers,
            ["grants"] = grants,
        };
        gateway = await RunningGateway.StartAsync(config, policies);
    }

    public async ValueTask DisposeAsync()
    {
        if (gateway is not null)
        {
            await gateway.DisposeAsync();
        }

        foreach (var program in programs)
        {
            await program.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    // One call of the allowed tool an hour, so that the second shows the limit.
    private static JsonObject Policy(PeerServer server)
    {
        var allowed = new JsonObject
        {
            ["limits"] = new JsonArray(new JsonObject { ["counter"] = "calls", ["window"] = "1h", ["max"] = 1 }),
        };
        var tools = new JsonObject { [server.Call.Tool] = allowed };
        if (server.DeniedIf is { } condition)
        {
            var entry = new JsonObject
            {
                ["conditions"] = new JsonArray(JsonNode.Parse(condition.GetRawText())),
                ["on_deny"] = "Not here.",
            };
            allowed["deny_if"] = new JsonArray(entry);
        }
        else
        {
            tools[server.Deny.Tool] = new JsonObject { ["action"] = "deny", ["reason"] = "Not here." };
        }

        return new JsonObject { ["version"] = "1", ["default"] = "deny", ["tools"] = tools };
    }

    private JsonObject Grant(PeerServer server, PeerClient client)
    {
        var id = $"{server.Name}-{client.Name}";
        tokens[id] = AgentToken.New();
        return new JsonObject
        {
            ["id"] = id,
            ["server"] = server.Name,
            ["policy"] = $"{server.Name}.json",
            ["token_sha256"] = AgentToken.Hash(tokens[id]),
            ["expires"] = "2100-01-01T00:00:00Z",
        };
    }

    private async Task<JsonObject> EntryAsync(PeerServer server)
    {
        var entry = new JsonObject { ["name"] = server.Name };
        if (server.Command is { } command)
        {
            entry["command"] = new JsonArray([.. command.Select(part => (JsonNode)PeerServer.Fill(part, folder))]);
            entry["env"] = new JsonObject(server.Env.Select(
                pair => KeyValuePair.Create(pair.Key, (JsonNode?)PeerServer.Fill(pair.Value, folder))));
            return entry;
        }

        addresses[server.Name] = new Uri(await StartAsync(server) + server.Path);
        entry["url"] = addresses[server.Name].ToString();
        entry["transport"] = server.Transport;
        return entry;
    }

    private async Task<string> StartAsync(PeerServer server)
    {
        var (program, address) = await server.StartAsync(folder);
        programs.Add(program);
        return address;
    }
}
