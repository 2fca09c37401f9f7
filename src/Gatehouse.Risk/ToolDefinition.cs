using System.Collections.Immutable;

namespace Gatehouse.Risk;

/// <summary>A tool as its server declares it. Every text is hostile and read as text only.</summary>
public sealed record ToolDefinition
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its title, or empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>Its description, or empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>What it takes, from the input schema.</summary>
    public ImmutableArray<ToolArgument> Arguments { get; init; } = [];

    /// <summary>The vendor's <c>readOnlyHint</c>; null where it says nothing. It never lowers a class by itself.</summary>
    public bool? ReadOnlyHint { get; init; }

    /// <summary>The vendor's <c>destructiveHint</c>; null where it says nothing.</summary>
    public bool? DestructiveHint { get; init; }

    /// <summary>The server's name, id or package, or empty.</summary>
    public string Server { get; init; } = "";

    /// <summary>What the server says of itself, or empty.</summary>
    public string ServerDescription { get; init; } = "";
}

/// <summary>One argument of a tool.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description, or empty.</param>
/// <param name="Choices">The values of its <c>enum</c>, or none.</param>
public sealed record ToolArgument(string Name, string Description, ImmutableArray<string> Choices);
