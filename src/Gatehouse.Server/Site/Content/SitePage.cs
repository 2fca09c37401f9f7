using System.Collections.Immutable;

namespace Gatehouse.Server.Site.Content;

/// <summary>A page of the public site, before it is drawn.</summary>
public sealed record SitePage
{
    /// <summary>Its path, without <c>.md</c>.</summary>
    public required string Path { get; init; }

    /// <summary>Its heading. Outside text is fine here.</summary>
    public required string Title { get; init; }

    /// <summary>What search engines and link previews show. Outside text is fine here.</summary>
    public required string Description { get; init; }

    /// <summary>The sentence below the heading.</summary>
    public ImmutableArray<Inline> Lead { get; init; } = [];

    /// <summary>Beside the heading.</summary>
    public ImmutableArray<Inline> Beside { get; init; } = [];

    /// <summary>What is above this page, outermost first.</summary>
    public ImmutableArray<(string Path, string Label)> Crumbs { get; init; } = [];

    /// <summary>The page.</summary>
    public ImmutableArray<Block> Blocks { get; init; } = [];

    /// <summary>Scripts beside the one that all pages have.</summary>
    public ImmutableArray<string> Scripts { get; init; } = [];

    /// <summary>What machines are told about it, as JSON-LD; null for nothing.</summary>
    public string? Data { get; init; }

    /// <summary>Whether search engines should pass it by: answers to searches and forms.</summary>
    public bool IsPassing { get; init; }

    /// <summary>Status of the answer.</summary>
    public int Status { get; init; } = StatusCodes.Status200OK;
}
