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
        var old = _session.One(
            CatalogueTool.Read, $"SELECT {CatalogueTool.Columns} FROM tool WHERE server_id = $1 AND name = $2", server.Row.Id, tool.Name);
        if (old is null && server.Tools >= Caps.Tools)
        {
            Mark(server);
            return;
        }

        // Who is closer to the server is believed, here too.
        if (old is not null && old.Precedence > (long)facts.Precedence)
        {
            _tally.Count(TallyWords.ToolsSame);
            return;
        }

        var digest = Digest(server.Row, tool);
        if (old is not null && old.Digest == digest && old.Classifier == RiskClassifier.Version)
        {
            _tally.Count(TallyWords.ToolsSame);
            _session.Execute(
                "UPDATE tool SET at = $1, source = $2, licence = $3, precedence = $4 WHERE id = $5",
                facts.At.ToUnixTimeSeconds(), facts.Source, facts.Licence, (long)facts.Precedence, old.Id);
            return;
        }

        if (tool.IsCut)
        {
            _tally.Count(TallyWords.Cut);
        }

        _tally.Count(old is null ? TallyWords.ToolsNew : TallyWords.ToolsChanged);
        server.Tools += old is null ? 1 : 0;
        server.IsTouched = true;
        ToolRows.Save(_session, Row(server.Row, facts, tool, old, digest), server.Row, old);
    }

    private CatalogueTool Row(CatalogueServer server, ServerFacts facts, ToolFacts tool, CatalogueTool? old, string digest)
    {
        var assessment = Assessing.Of(tool, server.Name, server.Description);
        var id = old?.Id ?? ++_last;
        return new CatalogueTool
        {
            Id = id,
            Rank = Assessing.Rank(assessment.Level, id),
            ServerId = server.Id,
            Slug = old?.Slug ?? FreeSlug(server.Id, tool.Name, id),
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

    private string FreeSlug(long server, string name, long id)
    {
        var slug = Slug.Of(name, "tool");
        return _session.Number("SELECT 1 FROM tool WHERE server_id = $1 AND slug = $2", server, slug) is null ? slug : $"{slug}-{id}";
    }

    private void Forget(KnownServer server, ServerFacts facts)
    {
        foreach (var gone in _session.Rows(
            static row => (Id: row.GetInt64(0), Rank: row.GetInt64(1)),
            "SELECT id, rank FROM tool WHERE server_id = $1 AND source = $2 AND at < $3", server.Row.Id, facts.Source, facts.At.ToUnixTimeSeconds()))
        {
            _session.Dialect.Forget(_session, TextKind.Tool, gone.Rank);
            _session.Execute("DELETE FROM tool WHERE id = $1", gone.Id);
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
