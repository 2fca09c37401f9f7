namespace Gatehouse.Policy;

/// <summary>One tool as the gateway knows it when a call comes.</summary>
/// <remarks>Immutable; the compiled rules of a policy for it are kept by reference, so reuse the same instance.</remarks>
public sealed class ToolFacts
{
    /// <summary>The tool's name, as its decoded characters.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the definition may be called.</summary>
    public required ToolStanding Standing { get; init; }

    /// <summary>Category as recorded at acceptance, lower case: <c>read</c>, <c>write</c> …; null is unknown.</summary>
    public string? Category { get; init; }

    /// <summary>Risk as recorded at acceptance: <c>low</c>, <c>medium</c>, <c>high</c>, <c>critical</c>; null is unknown.</summary>
    public string? Risk { get; init; }

    /// <summary>The definition's <c>annotations</c> as strict JSON; empty where it has none.</summary>
    public ReadOnlyMemory<byte> Annotations { get; init; }

    /// <summary>The accepted <c>inputSchema</c> as strict JSON; empty where it is not known.</summary>
    public ReadOnlyMemory<byte> InputSchema { get; init; }

    /// <summary>SHA-256 of the canonical definition in lower-case hex; empty where it is not known.</summary>
    public string DefinitionHash { get; init; } = "";
}

/// <summary>Whether a tool's definition may be called: steps 2 and 3 of section 4.</summary>
public enum ToolStanding : byte
{
    /// <summary>The server has no tool of that name.</summary>
    Unknown = 0,

    /// <summary>The tool came after the definitions were accepted and waits for review.</summary>
    New,

    /// <summary>The definition is not the accepted one.</summary>
    Changed,

    /// <summary>The definition is accepted.</summary>
    Accepted,
}
