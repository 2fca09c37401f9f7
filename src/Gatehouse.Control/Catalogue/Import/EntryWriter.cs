using System.Security.Cryptography;
using System.Text;
using Gatehouse.Control.Catalogue.Rules;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Risk;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>Writes entries into the catalogue, inside one transaction: the same entries again change nothing.</summary>
internal sealed class EntryWriter
{
    private readonly CatalogueSession _session;
    private readonly ImportTally _tally;
    private readonly ServerWriting _servers;
    private long _last;

    public EntryWriter(CatalogueSession session, ImportTally tally, DateTimeOffset now)
    {
        (_session, _tally, _servers) = (session, tally, new ServerWriting(session, tally, now));
        _last = session.Number("SELECT max(id) FROM tool") ?? 0;
    }

    /// <summary>Looks up what is there of the servers that entries are about: once for all of them.</summary>
    public void Prepare(IEnumerable<ServerFacts> servers) => _servers.Prepare([.. servers]);

    /// <summary>Writes one entry.</summary>
    public void Write(ImportEntry entry)
    {
        if (_servers.Write(entry.Server) is not { } server)
        {
            return;
        }

        if (entry.IsCut)
        {
            Mark(server);
        }

        foreach (var tool in entry.Tools)
        {
            Write(server, entry.Server, tool);
        }

        if (entry.IsWhole)
        {
            Forget(server, entry.Server);
        }
    }

    /// <summary>Brings the counts up to what was written.</summary>
    public void Finish() => _servers.Finish();

    private void Write(KnownServer server, ServerFacts facts, ToolFacts tool)
    {
        var tools = ToolsOf(server);
        KnownTool? old = tools.TryGetValue(tool.Name, out var known) ? known : null;
        if (old is null && server.Tools >= Caps.Tools)
        {
            Mark(server);
            return;
        }

        // Who is closer to the server is believed, here too.
        if (old?.Precedence > (long)facts.Precedence)
        {
            _tally.Count(TallyWords.ToolsSame);
            return;
        }

        var digest = Digest(server.Row, tool);
        if (old is { } same && same.Digest == digest && same.Classifier == RiskClassifier.Version)
        {
            _tally.Count(TallyWords.ToolsSame);
            _session.Write(
                "UPDATE tool SET at = $1, source = $2, licence = $3, precedence = $4 WHERE id = $5",
                facts.At.ToUnixTimeSeconds(), facts.Source, facts.Licence, (long)facts.Precedence, same.Id);
            tools[tool.Name] = same with { Precedence = (long)facts.Precedence };
            return;
        }

        if (tool.IsCut)
        {
            _tally.Count(TallyWords.Cut);
        }

        _tally.Count(old is null ? TallyWords.ToolsNew : TallyWords.ToolsChanged);
        server.Tools += old is null ? 1 : 0;
        server.IsTouched = true;
        var row = Row(server, facts, tool, old, digest);
        ToolRows.Save(_session, row, server.Row, old?.Rank);
        tools[tool.Name] = new KnownTool(row.Id, row.Rank, row.Slug, digest, row.Classifier, row.Precedence);
        server.Slugs.Add(row.Slug);
    }

    private Dictionary<string, KnownTool> ToolsOf(KnownServer server)
    {
        if (server.ByName is { } known)
        {
            return known;
        }

        server.ByName = new Dictionary<string, KnownTool>(StringComparer.Ordinal);
        foreach (var (name, tool) in server.Tools == 0 ? [] : _session.Rows(
            static row => (row.GetString(0), new KnownTool(row.GetInt64(1), row.GetInt64(2), row.GetString(3), row.GetString(4), row.GetInt64(5), row.GetInt64(6))),
            "SELECT name, id, rank, slug, digest, classifier, precedence FROM tool WHERE server_id = $1", server.Row.Id))
        {
            server.ByName.Add(name, tool);
            server.Slugs.Add(tool.Slug);
        }

        return server.ByName;
    }

    private CatalogueTool Row(KnownServer known, ServerFacts facts, ToolFacts tool, KnownTool? old, string digest)
    {
        var server = known.Row;
        var assessment = Assessing.Of(tool, server.Name, server.Description);
        var id = old?.Id ?? ++_last;
        return new CatalogueTool
        {
            Id = id,
            Rank = Assessing.Rank(assessment.Level, id),
            ServerId = server.Id,
            Slug = old?.Slug ?? Slug.Free(Slug.Of(tool.Name, "tool"), id, known.Slugs.Contains),
            Name = tool.Name,
            Title = tool.Title,
            Description = tool.Description,
            Definition = tool.Definition,
            Category = assessment.Category,
            Level = assessment.Level,
            Signals = [.. assessment.Signals.Select(static signal => signal.Name)],
            Assessment = Assessing.Json(assessment),
            Classifier = RiskClassifier.Version,
            Digest = digest,
            Precedence = (long)facts.Precedence,
            Source = facts.Source,
            Licence = facts.Licence,
            At = facts.At,
            IsCut = tool.IsCut,
        };
    }

    private void Forget(KnownServer server, ServerFacts facts)
    {
        if (server.Tools == 0)
        {
            return;
        }

        foreach (var gone in _session.Rows(
            static row => (Id: row.GetInt64(0), Rank: row.GetInt64(1), Name: row.GetString(2)),
            "SELECT id, rank, name FROM tool WHERE server_id = $1 AND source = $2 AND at < $3", server.Row.Id, facts.Source, facts.At.ToUnixTimeSeconds()))
        {
            _session.Dialect.Forget(_session, TextKind.Tool, gone.Rank);
            _session.Write("DELETE FROM tool WHERE id = $1", gone.Id);
            if (server.ByName?.Remove(gone.Name, out var known) == true)
            {
                server.Slugs.Remove(known.Slug);
            }

            _tally.Count(TallyWords.ToolsGone);
            server.Tools--;
            server.IsTouched = true;
        }
    }

    private void Mark(KnownServer server)
    {
        _tally.Count(TallyWords.Cut);
        if (!server.Row.IsCut)
        {
            server.Row = server.Row with { IsCut = true };
            server.IsTouched = true;
        }
    }

    private static string Digest(CatalogueServer server, ToolFacts tool) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\0', [server.Name, server.Description, tool.Name, tool.Title, tool.Description, tool.Definition, tool.IsCut ? "cut" : ""])))[..16]);
}
