using System.Data.Common;
using Gatehouse.Api;
using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Catalogue.Storage;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>An import as it is kept.</summary>
internal sealed record ImportRun
{
    private const string Columns = "id, organisation_id, kind, argument, licence, state, cursor, since, started, ended, problem, tally";

    public required string Id { get; init; }

    public required string OrganisationId { get; init; }

    public required ImportKind Kind { get; init; }

    public required string Argument { get; init; }

    public string? Licence { get; init; }

    public required ImportState State { get; init; }

    /// <summary>Where it goes on; null at the beginning.</summary>
    public string? Cursor { get; init; }

    /// <summary>Of the registry: only what changed since then, RFC 3339; null for everything.</summary>
    public string? Since { get; init; }

    public required DateTimeOffset Started { get; init; }

    public DateTimeOffset? Ended { get; init; }

    public string? Problem { get; init; }

    public string Tally { get; init; } = "";

    /// <summary>What holds where its entries do not say.</summary>
    public EntryDefaults Defaults => new(Licence, Started);

    /// <summary>Of a file: how many entries were taken.</summary>
    public long Taken => Cursor is null ? 0 : long.Parse(Cursor, System.Globalization.CultureInfo.InvariantCulture);

    public static ImportRun? Find(CatalogueSession session, string organisation, string id) => session.One(
        Read, $"SELECT {Columns} FROM import_run WHERE id = $1 AND organisation_id = $2", id, organisation);

    /// <summary>The newest one of this kind and argument that is not over.</summary>
    public static ImportRun? Unfinished(CatalogueSession session, string organisation, ImportKind kind, string argument) => session.One(
        Read,
        $"""
        SELECT {Columns} FROM import_run WHERE organisation_id = $1 AND kind = $2 AND argument = $3 AND state <> 'done'
        ORDER BY started DESC, id DESC LIMIT 1
        """,
        organisation, Words<ImportKind>.Of(kind), argument);

    /// <summary>When the last one of the registry that came to its end began.</summary>
    public static DateTimeOffset? LastRegistry(CatalogueSession session) =>
        session.Number("SELECT max(started) FROM import_run WHERE kind = 'registry' AND state = 'done'") is { } seconds
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : null;

    /// <summary>The oldest one that the server is to be at.</summary>
    public static ImportRun? Next(CatalogueSession session) => session.One(
        Read, $"SELECT {Columns} FROM import_run WHERE state = 'running' ORDER BY started, id LIMIT 1");

    /// <summary>A part of an organisation's list, oldest first.</summary>
    public static List<ImportRun> List(CatalogueSession session, string organisation, long afterStarted, string afterId, int count) => session.Rows(
        Read,
        $"""
        SELECT {Columns} FROM import_run WHERE organisation_id = $1 AND (started > $2 OR (started = $2 AND id > $3))
        ORDER BY started, id LIMIT $4
        """,
        organisation, afterStarted, afterId, count);

    /// <summary>Writes it.</summary>
    public ImportRun Save(CatalogueSession session)
    {
        session.Execute(
            $"""
            INSERT INTO import_run ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
            ON CONFLICT (id) DO UPDATE SET state = excluded.state, cursor = excluded.cursor, ended = excluded.ended, problem = excluded.problem,
              tally = excluded.tally
            """,
            Id, OrganisationId, Words<ImportKind>.Of(Kind), Argument, Licence, Words<ImportState>.Of(State), Cursor, Since,
            Started.ToUnixTimeSeconds(), Ended?.ToUnixTimeSeconds(), Problem, Tally);
        return this;
    }

    public ImportView View() => new()
    {
        Id = Id, Kind = Kind, Argument = Argument, State = State, Cursor = Cursor, Started = Started, Ended = Ended, Problem = Problem,
        Counts = ImportTally.Of(Tally).Counts,
    };

    private static ImportRun Read(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        OrganisationId = row.GetString(1),
        Kind = Words<ImportKind>.Find(row.GetString(2)) ?? default,
        Argument = row.GetString(3),
        Licence = row.Text(4),
        State = Words<ImportState>.Find(row.GetString(5)) ?? default,
        Cursor = row.Text(6),
        Since = row.Text(7),
        Started = DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(8)),
        Ended = row.Time(9),
        Problem = row.Text(10),
        Tally = row.GetString(11),
    };
}
