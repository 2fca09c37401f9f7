using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Gatehouse.Api.Catalogue;

/// <summary>Where an import takes its entries from.</summary>
[JsonConverter(typeof(WordConverter<ImportKind>))]
public enum ImportKind : byte
{
    /// <summary>Entries that are sent, part by part.</summary>
    File = 0,

    /// <summary>The official registry of servers.</summary>
    Registry,

    /// <summary>Packages of npm, by name.</summary>
    Npm,

    /// <summary>Packages of NuGet, by name.</summary>
    Nuget,
}

/// <summary>How an import stands.</summary>
[JsonConverter(typeof(WordConverter<ImportState>))]
public enum ImportState : byte
{
    /// <summary>It waits for entries to be sent.</summary>
    Open = 0,

    /// <summary>The server is at it.</summary>
    Running,

    /// <summary>Everything was taken.</summary>
    Done,

    /// <summary>Cut off; asked for again, it goes on from its cursor.</summary>
    Failed,
}

/// <summary>Asks for an import. One of the same kind and argument that is not over goes on.</summary>
public sealed record NewImport
{
    /// <summary>Where from.</summary>
    public required ImportKind Kind { get; init; }

    /// <summary>Of a file: its name, for people.</summary>
    public string? Name { get; init; }

    /// <summary>Of a file: SHA-256 of its entries, 64 hex digits, by which it is known again.</summary>
    public string? Digest { get; init; }

    /// <summary>Of npm and NuGet: the packages, 1 to 200.</summary>
    public ImmutableArray<string>? Packages { get; init; }

    /// <summary>Of the registry: everything, and not only what changed since the last time.</summary>
    public bool Full { get; init; }

    /// <summary>Licence of the facts, where the entries state none.</summary>
    public string? Licence { get; init; }
}

/// <summary>Entries of a file, in order.</summary>
/// <param name="From">How many entries come before these; what the import has already is passed over.</param>
/// <param name="Lines">One JSON document each.</param>
/// <param name="Last">Whether the file ends with them.</param>
public sealed record ImportPart(long From, ImmutableArray<string> Lines, bool Last);

/// <summary>An import.</summary>
public sealed record ImportView
{
    /// <summary>Its id, <c>imp_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Where from.</summary>
    public required ImportKind Kind { get; init; }

    /// <summary>File, address or packages.</summary>
    public required string Argument { get; init; }

    /// <summary>How it stands.</summary>
    public required ImportState State { get; init; }

    /// <summary>Where it goes on: of a file the number of entries taken, else the source's own cursor; null at the beginning.</summary>
    public string? Cursor { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>When it ended or was cut off; null while it goes on.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>What cut it off.</summary>
    public string? Problem { get; init; }

    /// <summary>What it did, by word: <c>entries</c>, <c>servers_new</c>, <c>tools_changed</c>, <c>skipped_unknown_schema</c> and others.</summary>
    public required ImmutableSortedDictionary<string, long> Counts { get; init; }
}
