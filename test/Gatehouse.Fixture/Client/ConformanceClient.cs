using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Gatehouse.Fixture.Client;

/// <summary>A client that uses everything a server lists: what the suite's client scenarios want to see.</summary>
/// <remarks>
/// The suite says by environment what it expects: <c>MCP_CONFORMANCE_CONTEXT</c> may hold calls to make,
/// <c>MCP_CONFORMANCE_PROTOCOL_VERSION</c> the revision. <c>GATEHOUSE_TOKEN</c> is sent as bearer token.
/// </remarks>
internal static class ConformanceClient
{
    public static async Task<int> RunAsync(Uri server)
    {
        await using var client = await ConnectAsync(server);
        var capabilities = client.ServerCapabilities;
        if (capabilities.Tools is not null)
        {
            await CallToolsAsync(client);
        }

        if (capabilities.Resources is not null)
        {
            foreach (var resource in await client.ListResourcesAsync())
            {
                await TryAsync(async () => await client.ReadResourceAsync(resource.Uri));
            }
        }

        if (capabilities.Prompts is not null)
        {
            foreach (var prompt in await client.ListPromptsAsync())
            {
                var arguments = prompt.ProtocolPrompt.Arguments?.ToDictionary(
                    a => a.Name, object? (_) => "x", StringComparer.Ordinal);
                await TryAsync(async () => await client.GetPromptAsync(prompt.Name, arguments));
            }
        }

        return 0;
    }

    private static Task<McpClient> ConnectAsync(Uri server)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable("GATEHOUSE_TOKEN") is { Length: > 0 } token)
        {
            headers["Authorization"] = $"Bearer {token}";
        }

        var transport = new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = server,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = headers,
        });
        return McpClient.CreateAsync(transport, new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "gatehouse-conformance-client", Version = "1.0.0" },
            ProtocolVersion = Environment.GetEnvironmentVariable("MCP_CONFORMANCE_PROTOCOL_VERSION"),
            Handlers = ClientAnswers.Handlers,
        });
    }

    private static async Task CallToolsAsync(McpClient client)
    {
        var tools = await client.ListToolsAsync();
        var calls = ToolCalls.FromContext() is { Count: > 0 } asked ? asked : ToolCalls.For(tools);
        foreach (var (name, arguments) in calls)
        {
            // Through the tool that was listed: only it knows which arguments are mirrored into headers.
            if (tools.FirstOrDefault(t => t.Name == name) is { } tool)
            {
                await TryAsync(async () => await tool.CallAsync(arguments));
            }
        }
    }

    // One refusal must not keep the rest from being tried.
    private static async Task TryAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (Exception fault) when (fault is McpException or HttpRequestException or JsonException)
        {
            await Console.Error.WriteLineAsync(fault.Message);
        }
    }
}
