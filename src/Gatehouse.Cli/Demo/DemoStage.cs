using Gatehouse.Cli.Client;
using Gatehouse.Cli.Hosting;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Demo;

/// <summary>What the demo plays on: the payments server, a real gateway before it, and a folder that is gone afterwards.</summary>
internal sealed class DemoStage : IAsyncDisposable
{
    private readonly DirectoryInfo _folder;
    private readonly LocalGateway _gateway;

    private DemoStage(DirectoryInfo folder, PaymentsServer server, LocalGateway gateway) =>
        (_folder, Server, _gateway) = (folder, server, gateway);

    /// <summary>The server behind the gateway.</summary>
    public PaymentsServer Server { get; }

    /// <summary>The agent before it.</summary>
    public AgentClient Agent => _gateway.Client;

    /// <summary>The gateway's data folder.</summary>
    public string Data => DataOf(_folder);

    /// <summary>The demo's policy.</summary>
    public static string Policy()
    {
        using var reader = new StreamReader(typeof(DemoStage).Assembly.GetManifestResourceStream("demo-policy.json")!);
        return reader.ReadToEnd();
    }

    /// <summary>Sets everything up.</summary>
    public static async Task<(DemoStage? Stage, Fault? Fault)> OpenAsync(CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-demo-");
        var policy = Path.Combine(folder.FullName, "policy.json");
        await File.WriteAllTextAsync(policy, Policy(), cancel);
        var server = await PaymentsServer.StartAsync(cancel);
        var wrapped = new WrappedServer("payments", policy, [], server.Address, [], isSse: false, allowed: []);
        var (gateway, fault) = await LocalGateway.OpenAsync(wrapped, wrapped.Load(), DataOf(folder));
        if (gateway is null)
        {
            await server.DisposeAsync();
            folder.Delete(recursive: true);
            return (null, fault);
        }

        return (new DemoStage(folder, server, gateway), null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await Server.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static string DataOf(DirectoryInfo folder) => Path.Combine(folder.FullName, "data");
}
