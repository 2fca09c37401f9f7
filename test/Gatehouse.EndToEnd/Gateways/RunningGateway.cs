using System.Text.Json;
using System.Text.Json.Nodes;
using Gatehouse.EndToEnd.Processes;

namespace Gatehouse.EndToEnd.Gateways;

/// <summary>The real binary with a configuration in a folder of its own, which goes away with it.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    private readonly RunningProgram program;

    private RunningGateway(RunningProgram program, string folder) => (this.program, Folder) = (program, folder);

    public string Folder { get; }

    public Uri Address => new(program.Found);

    public string Output => program.Output;

    public Uri Endpoint(string server) => new(Address, $"/mcp/{server}");

    public static async Task<RunningGateway> StartAsync(
        JsonObject config, IReadOnlyDictionary<string, JsonNode> policies)
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-e2e-").FullName;
        foreach (var (name, policy) in policies)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, name), policy.ToJsonString());
        }

        var file = Path.Combine(folder, "gatehouse.json");
        await File.WriteAllTextAsync(file, config.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        string[] command = [Places.Gatehouse, "serve", "--config", file];
        return new RunningGateway(await RunningProgram.StartAsync(command, "listening on ", folder), folder);
    }

    public async ValueTask DisposeAsync()
    {
        await program.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
