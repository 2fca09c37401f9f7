using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Cli.Client;
using Gatehouse.Cli.Hosting;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Scanning;

/// <summary>What a server says of itself.</summary>
/// <param name="Server">Its name as it reports it.</param>
/// <param name="Tools">Its tools, those that the gateway would take.</param>
internal sealed record ServerScan(string Server, ImmutableArray<ScannedTool> Tools)
{
    private const int MaxPages = 50;
    private const string Open = """{"version":"1","default":"allow"}""";

    /// <summary>Asks a server through a gateway of its own that lists everything and calls nothing.</summary>
    /// <param name="server">Makes the server with a policy at that path.</param>
    /// <param name="report">Told what is wrong with the command line.</param>
    /// <param name="patience">How long the server may take for everything.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async Task<(ServerScan? Scan, Fault? Fault)> RunAsync(
        Func<string, WrappedServer> server, Action<IEnumerable<FileFinding>> report, TimeSpan patience, CancellationToken cancel)
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-scan-");
        try
        {
            var policy = Path.Combine(folder.FullName, "policy.json");
            await File.WriteAllTextAsync(policy, Open, cancel);
            var wrapped = server(policy);
            var load = wrapped.Load();
            report(load.Findings);
            if (load.Snapshot is null)
            {
                return (null, new Fault(new("scan-invalid"), "the server cannot be asked"));
            }

            var (gateway, fault) = await LocalGateway.OpenAsync(wrapped, load, Path.Combine(folder.FullName, "data"));
            if (gateway is null)
            {
                return (null, fault);
            }

            await using (gateway)
            {
                return await AskInTimeAsync(gateway.Client, patience, cancel);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // A program that is no server may stay silent for good.
    private static async Task<(ServerScan? Scan, Fault? Fault)> AskInTimeAsync(
        AgentClient client, TimeSpan patience, CancellationToken cancel)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        late.CancelAfter(patience);
        try
        {
            return await AskAsync(client, late.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return (null, new Fault(new("server-silent"), "the server did not answer in time", "check that it is an MCP server, or give it a longer `--timeout`"));
        }
    }

    private static async Task<(ServerScan? Scan, Fault? Fault)> AskAsync(AgentClient client, CancellationToken cancel)
    {
        var (hello, fault) = await client.InitializeAsync(cancel);
        if (fault is not null)
        {
            return (null, fault);
        }

        var name = hello.TryGetProperty("serverInfo", out var server) && server.TryGetProperty("name", out var reported)
            ? reported.GetString() ?? "" : "";
        var tools = ImmutableArray.CreateBuilder<ScannedTool>();
        string? cursor = null;
        for (var page = 0; page < MaxPages; page++)
        {
            var (list, problem) = await client.AskAsync("tools/list", json => WriteCursor(json, cursor), cancel);
            if (problem is not null)
            {
                return (null, problem);
            }

            tools.AddRange(list.GetProperty("tools").EnumerateArray().Select(ScannedTool.Read));
            cursor = list.TryGetProperty("nextCursor", out var next) ? next.GetString() : null;
            if (cursor is null)
            {
                return (new ServerScan(name, tools.ToImmutable()), null);
            }
        }

        return (null, new Fault(new("scan-endless"), $"the server lists more than {MaxPages} pages of tools"));
    }

    private static void WriteCursor(Utf8JsonWriter json, string? cursor)
    {
        if (cursor is not null)
        {
            json.WriteString("cursor", cursor);
        }
    }
}
