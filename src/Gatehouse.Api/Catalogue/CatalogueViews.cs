using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Api.Catalogue;

/// <summary>How much the index holds: always both numbers.</summary>
/// <param name="Servers">Servers that are indexed, most of them by name alone.</param>
/// <param name="Tools">Tools that are classified.</param>
/// <param name="Levels">Tools by risk level.</param>
/// <param name="Categories">Tools by category.</param>
/// <param name="Classifier">Number of the classifier's rules.</param>
public sealed record CatalogueTotals(
    long Servers, long Tools, ImmutableSortedDictionary<string, long> Levels, ImmutableSortedDictionary<string, long> Categories, int Classifier);

/// <summary>A server of the index. Its texts are from outside and are to be shown as text.</summary>
public record ServerEntryView
{
    /// <summary>Its part of addresses.</summary>
    public required string Slug { get; init; }

    /// <summary>Its name, as its source writes it.</summary>
    public required string Name { get; init; }

    /// <summary>Its title; empty where it has none.</summary>
    public required string Title { get; init; }

    /// <summary>What it says of itself.</summary>
    public required string Description { get; init; }

    /// <summary>How many of its tools are classified; 0 where it is indexed by name alone.</summary>
    public required long Tools { get; init; }

    /// <summary>Of these, by level.</summary>
    public required ImmutableSortedDictionary<string, long> Levels { get; init; }

    /// <summary>Whether something of it was left out at a cap.</summary>
    public bool Cut { get; init; }

    /// <summary>Packages that it comes in.</summary>
    public ImmutableArray<string> Packages { get; init; } = [];

    /// <summary>Its repository, as its source states it.</summary>
    public string? Repository { get; init; }

    /// <summary>What its name looks like, where that is somebody else's; null else.</summary>
    public string? LooksLike { get; init; }
}

/// <summary>A server with all that is known of it.</summary>
public sealed record ServerEntryDetail : ServerEntryView
{
    /// <summary>Its website.</summary>
    public string? Website { get; init; }

    /// <summary>Where it is hosted.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>Its newest version that a source named.</summary>
    public string? Version { get; init; }

    /// <summary>Who says so.</summary>
    public required ImmutableArray<FactSource> Sources { get; init; }

    /// <summary>The recommended policy for the whole server; null where none of its tools is known.</summary>
    public JsonElement? Policy { get; init; }
}

/// <summary>Where facts come from.</summary>
/// <param name="Source">Word of the source.</param>
/// <param name="At">Of when they are.</param>
/// <param name="Licence">Its licence, as it states it; null where it states none.</param>
/// <param name="Url">Where the source has them.</param>
public sealed record FactSource(string Source, DateTimeOffset At, string? Licence = null, string? Url = null);

/// <summary>A tool of the index. Its texts are from outside and are to be shown as text.</summary>
public record ToolEntryView
{
    /// <summary>Its server's part of addresses.</summary>
    public required string Server { get; init; }

    /// <summary>The server's title, or name.</summary>
    public required string ServerTitle { get; init; }

    /// <summary>Its part of addresses.</summary>
    public required string Slug { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it says of itself.</summary>
    public required string Description { get; init; }

    /// <summary>Its category.</summary>
    public required string Category { get; init; }

    /// <summary>Its risk level.</summary>
    public required string Level { get; init; }

    /// <summary>What moved the level.</summary>
    public required ImmutableArray<string> Signals { get; init; }

    /// <summary>Whether something of it was cut off.</summary>
    public bool Cut { get; init; }
}

/// <summary>A tool with all that is known of it.</summary>
public sealed record ToolEntryDetail : ToolEntryView
{
    /// <summary>Its title; empty where it has none.</summary>
    public required string Title { get; init; }

    /// <summary>Input schema and annotations.</summary>
    public required JsonElement Definition { get; init; }

    /// <summary>The assessment, as <c>gatehouse risk explain --json</c> prints it.</summary>
    public required JsonElement Assessment { get; init; }

    /// <summary>Number of the classifier that made it.</summary>
    public required long Classifier { get; init; }

    /// <summary>Who declares it so.</summary>
    public required FactSource Source { get; init; }

    /// <summary>The recommended policy.</summary>
    public required JsonElement Policy { get; init; }
}

/// <summary>What somebody wrote to whoever runs this catalogue.</summary>
/// <param name="Id">Its id, <c>msg_…</c>.</param>
/// <param name="At">When.</param>
/// <param name="Sender">What they typed as their address; nobody checked it.</param>
/// <param name="Page">The page that they wrote from.</param>
/// <param name="Text">What they wrote.</param>
public sealed record CatalogueMessage(string Id, DateTimeOffset At, string Sender, string Page, string Text);
