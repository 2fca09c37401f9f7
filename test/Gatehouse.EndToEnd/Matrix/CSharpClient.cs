using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Gatehouse.EndToEnd.Matrix;

/// <summary>The official C# SDK, in this process. It asks for the newer era first.</summary>
internal sealed class CSharpClient : PeerClient
{
    public override string Name => "csharp";

    internal override async Task<Conversation> TalkAsync(Uri endpoint, string token, IReadOnlyList<PeerCall> calls)
    {
        await using var client = await McpClient.CreateAsync(new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = endpoint,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Authorization"] = $"Bearer {token}",
            },
        }));
        var tools = await client.ListToolsAsync();
        var texts = new List<string>();
        foreach (var call in calls)
        {
            texts.Add(await CallAsync(client, call));
        }

        return new Conversation([.. tools.Select(t => t.Name)], texts);
    }

    private static async Task<string> CallAsync(McpClient client, PeerCall call)
    {
        var arguments = call.Args.EnumerateObject()
            .ToDictionary(a => a.Name, object? (a) => a.Value, StringComparer.Ordinal);
        try
        {
            var result = await client.CallToolAsync(call.Tool, arguments);
            return string.Join('\n', result.Content.OfType<TextContentBlock>().Select(b => b.Text));
        }
        catch (McpException fault)
        {
            return $"error: {fault.Message}";
        }
    }
}
