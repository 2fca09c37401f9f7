using System.Collections.Immutable;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Site.Content;

/// <summary>A part of a page. Each is drawn as HTML by <c>BlockView</c> and written as Markdown by <see cref="Markdown"/>, and nowhere else.</summary>
public abstract record Block
{
    private Block()
    {
    }

    /// <summary>A heading. Our own words.</summary>
    public sealed record Heading(string Text, string Id) : Block;

    /// <summary>A paragraph.</summary>
    public sealed record Paragraph(params ImmutableArray<Inline> Parts) : Block;

    /// <summary>Lines with a dot, or with numbers.</summary>
    public sealed record Points(ImmutableArray<ImmutableArray<Inline>> Items, bool AreNumbered = false) : Block;

    /// <summary>What somebody else wrote, as they wrote it.</summary>
    public sealed record Quotation(string Text) : Block;

    /// <summary>Text to copy. Ours, or a document that was checked.</summary>
    public sealed record Listing(string Label, string Text, string Language = "json") : Block;

    /// <summary>Pairs.</summary>
    public sealed record Facts(ImmutableArray<(string Label, ImmutableArray<Inline> Value)> Pairs) : Block;

    /// <summary>Tools, one a line.</summary>
    public sealed record ToolLines(ImmutableArray<ToolLine> Lines, bool NamesServers) : Block;

    /// <summary>Servers, one a line.</summary>
    public sealed record ServerLines(ImmutableArray<ServerLine> Lines) : Block;

    /// <summary>Cards that lead on.</summary>
    public sealed record Tiles(ImmutableArray<Tile> Cards) : Block;

    /// <summary>Numbers with what they count.</summary>
    public sealed record Numbers(ImmutableArray<(string Label, long Value, string? Path)> Counts) : Block;

    /// <summary>How tools are spread over the levels.</summary>
    public sealed record Levels(long Critical, long High, long Medium, long Low) : Block;

    /// <summary>Questions with their answers.</summary>
    public sealed record Questions(ImmutableArray<(string Question, ImmutableArray<Block> Answer)> Pairs) : Block;

    /// <summary>Something to take note of.</summary>
    /// <param name="Tone">Empty, <c>good</c>, <c>warn</c> or <c>bad</c>.</param>
    /// <param name="Parts">What.</param>
    public sealed record Notice(string Tone, params ImmutableArray<Inline> Parts) : Block;

    /// <summary>Buttons that lead on.</summary>
    public sealed record Buttons(params ImmutableArray<(string Path, string Label, bool IsFirst)> Ways) : Block;

    /// <summary>The search.</summary>
    public sealed record Search(string Text, string? Category, string? Level, string? Signal, bool HasRisks) : Block;

    /// <summary>The way to the next part of a list.</summary>
    public sealed record Next(string Path, string? Cursor, bool IsLater, ImmutableArray<(string Name, string? Value)> Query) : Block;

    /// <summary>The form by which people write to the operator.</summary>
    public sealed record Contact(string Page, FormState? Form, bool IsSent) : Block;

    /// <summary>The form that takes a client's configuration.</summary>
    public sealed record StackForm(string Text, string? Problem) : Block;
}

/// <summary>A tool in a list.</summary>
public sealed record ToolLine(string Path, string Name, string ServerPath, string Server, string Category, string Level, string Description);

/// <summary>A server in a list.</summary>
public sealed record ServerLine(string Path, string Name, string Description, long Tools, long Critical, long High, long Medium, long Low);

/// <summary>A card.</summary>
public sealed record Tile(string Path, string Title, string Text, string? Level = null, long? Count = null);
