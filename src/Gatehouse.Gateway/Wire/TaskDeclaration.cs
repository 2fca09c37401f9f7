using System.Text.Json;

namespace Gatehouse.Gateway.Wire;

/// <summary>Whether the client of a request said that it knows tasks.</summary>
/// <remarks>SPEC: 2026-07-28, tasks extension: without it, requests about tasks are answered with -32021.</remarks>
internal static class TaskDeclaration
{
    /// <summary>The name of the extension.</summary>
    public const string Extension = "io.modelcontextprotocol/tasks";

    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 128 };

    /// <summary>Whether a request about tasks comes from a client that did not declare them. Older revisions have no such rule.</summary>
    public static bool IsMissing(ClientMessage message)
    {
        if (message.Era != Era.Modern || message.Method is not ("tasks/get" or "tasks/update" or "tasks/cancel"))
        {
            return false;
        }

        return !IsMade(message);
    }

    /// <summary>Whether a client of 2026-07-28 said that it knows tasks.</summary>
    public static bool IsMade(ClientMessage message)
    {
        if (message.Era != Era.Modern || message.Meta.IsEmpty)
        {
            return false;
        }

        using var meta = JsonDocument.Parse(message.Meta, _options);
        return meta.RootElement.TryGetProperty("io.modelcontextprotocol/clientCapabilities", out var capabilities)
            && capabilities.ValueKind == JsonValueKind.Object && capabilities.TryGetProperty("extensions", out var extensions)
            && extensions.ValueKind == JsonValueKind.Object
            && extensions.TryGetProperty(Extension, out _);
    }
}
