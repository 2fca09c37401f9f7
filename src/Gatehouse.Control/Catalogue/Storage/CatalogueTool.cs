using System.Collections.Immutable;
using System.Data.Common;
using Gatehouse.Risk;

namespace Gatehouse.Control.Catalogue.Storage;

/// <summary>A tool as it is kept, with what the classifier said. Its texts are from outside.</summary>
internal sealed record CatalogueTool
{
    public const string Columns =
        """
        tool.id, tool.rank, tool.server_id, tool.slug, tool.name, tool.title, tool.description, tool.definition, tool.category,
        tool.level, tool.signals, tool.assessment, tool.classifier, tool.digest, tool.precedence, tool.source, tool.licence, tool.at, tool.is_cut
        """;

    public required long Id { get; init; }

    public required long Rank { get; init; }

    public required long ServerId { get; init; }

    public required string Slug { get; init; }

    public required string Name { get; init; }

    public required string Title { get; init; }

    public required string Description { get; init; }

    /// <summary>Input schema and annotations, as JSON.</summary>
    public required string Definition { get; init; }

    public required RiskCategory Category { get; init; }

    public required RiskLevel Level { get; init; }

    public ImmutableArray<string> Signals { get; init; } = [];

    /// <summary>The assessment as JSON, as the command prints it too.</summary>
    public required string Assessment { get; init; }

    public required long Classifier { get; init; }

    public required string Digest { get; init; }

    public required long Precedence { get; init; }

    public required string Source { get; init; }

    public string? Licence { get; init; }

    public required DateTimeOffset At { get; init; }

    public bool IsCut { get; init; }

    public static CatalogueTool Read(DbDataReader row) => Read(row, 0);

    /// <param name="row">The row.</param>
    /// <param name="from">The first of its columns.</param>
    public static CatalogueTool Read(DbDataReader row, int from) => new()
    {
        Id = row.GetInt64(from),
        Rank = row.GetInt64(from + 1),
        ServerId = row.GetInt64(from + 2),
        Slug = row.GetString(from + 3),
        Name = row.GetString(from + 4),
        Title = row.GetString(from + 5),
        Description = row.GetString(from + 6),
        Definition = row.GetString(from + 7),
        Category = (RiskCategory)row.GetInt64(from + 8),
        Level = (RiskLevel)row.GetInt64(from + 9),
        Signals = [.. row.GetString(from + 10).Split(' ', StringSplitOptions.RemoveEmptyEntries)],
        Assessment = row.GetString(from + 11),
        Classifier = row.GetInt64(from + 12),
        Digest = row.GetString(from + 13),
        Precedence = row.GetInt64(from + 14),
        Source = row.GetString(from + 15),
        Licence = row.Text(from + 16),
        At = DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(from + 17)),
        IsCut = row.GetInt64(from + 18) != 0,
    };
}
