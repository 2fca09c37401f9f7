using System.Collections.Immutable;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>What one entry of a source says: of a server, and of tools that it has.</summary>
/// <param name="Server">The server.</param>
/// <param name="Tools">Its tools, or none.</param>
internal sealed record ImportEntry(ServerFacts Server, ImmutableArray<ToolFacts> Tools)
{
    /// <summary>Whether these are all tools that the server has: what its source listed before and lists no more is gone.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether tools beyond the cap, or with unusable names, were left out.</summary>
    public bool IsCut { get; init; }
}

/// <summary>What a source says of a server. All of it is outside text.</summary>
internal sealed record ServerFacts
{
    /// <summary>Its name or id, as the source writes it.</summary>
    public required string Name { get; init; }

    public string Title { get; init; } = "";

    public string Description { get; init; } = "";

    public string? Repository { get; init; }

    public string? Website { get; init; }

    /// <summary>Packages as <c>npm:name</c>, <c>pypi:name</c>, <c>nuget:name</c>, <c>oci:name</c>.</summary>
    public ImmutableArray<string> Packages { get; init; } = [];

    /// <summary>Addresses under which it is hosted.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    public string? Version { get; init; }

    /// <summary>Other names of the same server in the same source.</summary>
    public ImmutableArray<string> OtherNames { get; init; } = [];

    /// <summary>Which source: <c>registry</c>, <c>npm</c>, <c>introspection</c>, or the word that a list has for itself.</summary>
    public required string Source { get; init; }

    /// <summary>Licence of these facts, as the source states it; null where it states none.</summary>
    public string? Licence { get; init; }

    /// <summary>Where the source has them.</summary>
    public string? Url { get; init; }

    /// <summary>When they were taken.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who is believed where two sources differ.</summary>
    public required Precedence Precedence { get; init; }

    /// <summary>Whether the source took the entry back.</summary>
    public bool IsWithdrawn { get; init; }
}

/// <summary>A tool as a source declares it. All of it is outside text.</summary>
internal sealed record ToolFacts
{
    public required string Name { get; init; }

    public string Title { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>An object with <c>inputSchema</c> and <c>annotations</c>, where there are any.</summary>
    public required string Definition { get; init; }

    /// <summary>Whether something was cut off.</summary>
    public bool IsCut { get; init; }
}

/// <summary>How close to the server itself a source is. The first is believed least.</summary>
internal enum Precedence : byte
{
    /// <summary>A list that somebody made.</summary>
    List = 0,

    /// <summary>The registry of packages that it is in.</summary>
    Package,

    /// <summary>The official registry of servers, which checks who owns a name.</summary>
    Registry,

    /// <summary>The server's own answer.</summary>
    Server,
}
