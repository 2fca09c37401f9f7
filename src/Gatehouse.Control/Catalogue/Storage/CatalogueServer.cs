using System.Collections.Immutable;
using System.Data.Common;

namespace Gatehouse.Control.Catalogue.Storage;

/// <summary>A server as it is kept. Its texts are from outside.</summary>
internal sealed record CatalogueServer
{
    public const string Columns =
        """
        server.id, server.rank, server.slug, server.name, server.title, server.description, server.repository, server.website,
        server.packages, server.addresses, server.version, server.look, server.precedence, server.tools, server.critical, server.high,
        server.medium, server.low, server.is_cut, server.changed
        """;

    /// <summary>How many columns these are.</summary>
    public const int ColumnCount = 20;

    public required long Id { get; init; }

    public required long Rank { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    public string? Repository { get; init; }

    public string? Website { get; init; }

    public ImmutableArray<string> Packages { get; init; } = [];

    public ImmutableArray<string> Addresses { get; init; } = [];

    public string? Version { get; init; }

    /// <summary>What its name looks like to a hurried reader.</summary>
    public required string Look { get; init; }

    public required long Precedence { get; init; }

    /// <summary>How many of its tools are classified; 0 for one that is known by name alone.</summary>
    public long Tools { get; init; }

    public long Critical { get; init; }

    public long High { get; init; }

    public long Medium { get; init; }

    public long Low { get; init; }

    public bool IsCut { get; init; }

    public DateTimeOffset Changed { get; init; }

    /// <summary>Its title, or its name.</summary>
    public string Shown => Title.Length > 0 ? Title : Name;

    public static CatalogueServer Read(DbDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Rank = row.GetInt64(1),
        Slug = row.GetString(2),
        Name = row.GetString(3),
        Title = row.GetString(4),
        Description = row.GetString(5),
        Repository = row.Text(6),
        Website = row.Text(7),
        Packages = Lines(row.GetString(8)),
        Addresses = Lines(row.GetString(9)),
        Version = row.Text(10),
        Look = row.GetString(11),
        Precedence = row.GetInt64(12),
        Tools = row.GetInt64(13),
        Critical = row.GetInt64(14),
        High = row.GetInt64(15),
        Medium = row.GetInt64(16),
        Low = row.GetInt64(17),
        IsCut = row.GetInt64(18) != 0,
        Changed = DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(19)),
    };

    private static ImmutableArray<string> Lines(string text) => [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries)];
}
