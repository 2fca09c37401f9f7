using System.Text.Json.Serialization;

namespace Gatehouse.Api.Servers;

/// <summary>How a server with a URL is spoken to.</summary>
[JsonConverter(typeof(WordConverter<ServerTransport>))]
public enum ServerTransport : byte
{
    /// <summary>Streamable HTTP.</summary>
    Http = 0,

    /// <summary>HTTP with SSE, of 2024-11-05.</summary>
    Sse,
}

/// <summary>What happens when a server declares a tool anew or differently.</summary>
[JsonConverter(typeof(WordConverter<DefinitionChange>))]
public enum DefinitionChange : byte
{
    /// <summary>The tool cannot be called until somebody accepts it.</summary>
    Block = 0,

    /// <summary>It is only reported.</summary>
    Alert,
}
