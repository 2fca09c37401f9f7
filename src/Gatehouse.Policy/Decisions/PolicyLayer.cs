using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Decisions;

/// <summary>One document in force and the place it holds among several: section 4.</summary>
/// <param name="Kind">Which layer.</param>
/// <param name="DocumentId">Stable id of the document (not of its version): part of its counters' identity.</param>
/// <param name="Document">The document.</param>
public sealed record PolicyLayer(LayerKind Kind, string DocumentId, PolicyDocument Document)
{
    /// <summary>What stands before this layer's rule ids.</summary>
    public string Prefix => Kind switch { LayerKind.Organisation => "org:", LayerKind.Server => "server:", _ => "" };
}

/// <summary>The layers, in the order in which they are run through.</summary>
public enum LayerKind : byte
{
    /// <summary>The organisation's baseline.</summary>
    Organisation = 0,

    /// <summary>The server's baseline.</summary>
    Server,

    /// <summary>The grant's own policy.</summary>
    Grant,
}
