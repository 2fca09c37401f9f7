using System.Text.Json;

namespace Gatehouse.Gateway.Wire;

/// <summary>What a client says that it can do.</summary>
internal static class ClientCapabilities
{
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 128 };

    /// <summary>Whether it can show a person an address: <c>elicitation.url</c>.</summary>
    /// <param name="holder">The object that the capabilities stand in; it may be nothing.</param>
    /// <param name="name">Their name in it.</param>
    public static bool ShowsAddresses(ReadOnlyMemory<byte> holder, string name)
    {
        if (holder.IsEmpty)
        {
            return false;
        }

        using var json = JsonDocument.Parse(holder, _options);
        return json.RootElement.ValueKind == JsonValueKind.Object
            && json.RootElement.TryGetProperty(name, out var capabilities) && capabilities.ValueKind == JsonValueKind.Object
            && capabilities.TryGetProperty("elicitation", out var elicitation) && elicitation.ValueKind == JsonValueKind.Object
            && elicitation.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.Object;
    }
}
