using System.Collections.Immutable;
using Gatehouse.Control.Catalogue.Rules;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Gateway.Tools.Texts;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>Finds the server that an entry is about, or makes it, and writes what the entry says of it. For one transaction.</summary>
internal sealed class ServerWriting(CatalogueSession session, ImportTally tally, DateTimeOffset now)
{
    private readonly Dictionary<string, KnownServer> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<long, KnownServer> _byId = [];
    private readonly HashSet<string> _absent = new(StringComparer.Ordinal);
    private readonly HashSet<string> _takenSlugs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _freeSlugs = new(StringComparer.Ordinal);
    private long _last = session.Number("SELECT max(id) FROM server") ?? 0;

    /// <summary>Looks up all names and addresses that entries will ask for, some hundred at once.</summary>
    public void Prepare(IReadOnlyList<ServerFacts> all)
    {
        foreach (var keys in all.SelectMany(Aliases).Select(static alias => alias.ToLowerInvariant()).Distinct(StringComparer.Ordinal).Chunk(Several.Most))
        {
            foreach (var (key, row) in session.Rows(
                static row => (row.GetString(CatalogueServer.ColumnCount), CatalogueServer.Read(row)),
                $"SELECT {CatalogueServer.Columns}, alias FROM server_alias JOIN server ON server.id = server_alias.server_id WHERE alias IN ({Several.Names})",
                Several.Values(keys)))
            {
                Remember(key, _byId.GetValueOrDefault(row.Id) ?? new KnownServer(row, row.Tools));
            }

            _absent.UnionWith(keys.Where(key => !_known.ContainsKey(key)));
        }

        foreach (var slugs in all.Select(SlugOf).Distinct(StringComparer.Ordinal).Chunk(Several.Most))
        {
            _takenSlugs.UnionWith(session.Rows(static row => row.GetString(0), $"SELECT slug FROM server WHERE slug IN ({Several.Names})", Several.Values(slugs)));
            _freeSlugs.UnionWith(slugs.Where(slug => !_takenSlugs.Contains(slug)));
        }
    }

    /// <summary>The server, with these facts in it; null for one that was withdrawn.</summary>
    public KnownServer? Write(ServerFacts facts)
    {
        var found = Aliases(facts).Select(Find).FirstOrDefault(static server => server is not null);
        if (facts.IsWithdrawn)
        {
            Withdraw(found, facts);
            return null;
        }

        var server = found ?? Add(facts);
        if (found is not null)
        {
            Merge(server, facts);
        }

        Note(server, facts);
        return server;
    }

    /// <summary>Counts the tools of every server that was touched.</summary>
    public void Finish()
    {
        var touched = _byId.Values.Where(static server => server.IsTouched).ToArray();
        var tools = LevelCounts.Update(session, touched.Select(static server => server.Row.Id));
        foreach (var server in touched)
        {
            var rank = Rank(server.Row.Id, tools[server.Row.Id]);
            session.Write(
                "UPDATE server SET is_cut = $1, rank = $2, changed = $3 WHERE id = $4",
                server.Row.IsCut ? 1 : 0, rank, now.ToUnixTimeSeconds(), server.Row.Id);
            if (rank != server.Row.Rank)
            {
                session.Dialect.Forget(session, TextKind.Server, server.Row.Rank);
                server.Row = server.Row with { Rank = rank };
                session.Dialect.Index(session, Words(server.Row));
            }

            server.IsTouched = false;
        }
    }

    // SECURITY: an entry of the registry is known by its own name alone. The repository and the packages that it names are claims,
    // and a claim must not write into somebody else's server. Packages and lists are known by their packages too.
    private static IEnumerable<string> Aliases(ServerFacts facts) => facts.Precedence switch
    {
        Precedence.Registry => [facts.Name],
        Precedence.List => [facts.Name, .. facts.OtherNames, .. facts.Packages],
        _ => [.. facts.Packages, facts.Name],
    };

    private KnownServer? Find(string alias)
    {
        var key = alias.ToLowerInvariant();
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        if (_absent.Contains(key))
        {
            return null;
        }

        var row = session.One(
            CatalogueServer.Read,
            $"SELECT {CatalogueServer.Columns} FROM server_alias JOIN server ON server.id = server_alias.server_id WHERE alias = $1", key);
        return row is null ? null : Remember(key, _byId.GetValueOrDefault(row.Id) ?? new KnownServer(row, row.Tools));
    }

    private static string SlugOf(ServerFacts facts) => Slug.Of(facts.Name, "server");

    private KnownServer Remember(string key, KnownServer server)
    {
        _known[key] = server;
        _byId[server.Row.Id] = server;
        return server;
    }

    private KnownServer Add(ServerFacts facts)
    {
        var id = ++_last;
        var slug = Slug.Free(
            SlugOf(facts), id,
            slug => _takenSlugs.Contains(slug) || (!_freeSlugs.Contains(slug) && session.Number("SELECT 1 FROM server WHERE slug = $1", slug) is not null));
        _takenSlugs.Add(slug);

        var row = new CatalogueServer
        {
            Id = id, Rank = Rank(id, 0), Slug = slug, Name = facts.Name, Title = facts.Title, Description = facts.Description,
            Repository = facts.Repository, Website = facts.Website, Packages = facts.Packages, Addresses = facts.Addresses,
            Version = facts.Version, Look = LookAlikes.Look(facts.Name), Precedence = (long)facts.Precedence,
        };
        session.Write(
            """
            INSERT INTO server (id, rank, slug, name, title, description, repository, website, packages, addresses, version, look, precedence,
              tools, critical, high, medium, low, is_cut, changed)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 0, 0, 0, 0, 0, 0, $14)
            """,
            id, row.Rank, slug, row.Name, row.Title, row.Description, row.Repository, row.Website, string.Join('\n', row.Packages),
            string.Join('\n', row.Addresses), row.Version, row.Look, row.Precedence, now.ToUnixTimeSeconds());
        session.Dialect.Index(session, Words(row));
        tally.Count(TallyWords.ServersNew);
        var server = new KnownServer(row, 0);
        _byId[id] = server;
        return server;
    }

    // Who is closer to the server is believed. Of two lists the first one stands, and another fills what it left open:
    // else each import would turn the texts over.
    private void Merge(KnownServer server, ServerFacts facts)
    {
        var old = server.Row;
        var wins = (long)facts.Precedence > old.Precedence || (facts.Precedence != Precedence.List && (long)facts.Precedence == old.Precedence);
        var row = old with
        {
            Title = Choose(facts.Title, old.Title, wins),
            Description = Choose(facts.Description, old.Description, wins),
            Repository = Choose(facts.Repository ?? "", old.Repository ?? "", wins) is { Length: > 0 } repository ? repository : null,
            Website = Choose(facts.Website ?? "", old.Website ?? "", wins) is { Length: > 0 } website ? website : null,
            Version = Choose(facts.Version ?? "", old.Version ?? "", wins) is { Length: > 0 } version ? version : null,
            Packages = Join(old.Packages, facts.Packages),
            Addresses = wins && !facts.Addresses.IsEmpty ? facts.Addresses : Join(old.Addresses, facts.Addresses),
            Precedence = Math.Max(old.Precedence, (long)facts.Precedence),
        };
        if (IsSame(old, row))
        {
            return;
        }

        session.Write(
            """
            UPDATE server SET title = $1, description = $2, repository = $3, website = $4, packages = $5, addresses = $6, version = $7,
              precedence = $8, changed = $9 WHERE id = $10
            """,
            row.Title, row.Description, row.Repository, row.Website, string.Join('\n', row.Packages), string.Join('\n', row.Addresses),
            row.Version, row.Precedence, now.ToUnixTimeSeconds(), row.Id);
        if (old.Title != row.Title || old.Description != row.Description)
        {
            session.Dialect.Forget(session, TextKind.Server, row.Rank);
            session.Dialect.Index(session, Words(row));
        }

        server.Row = row;
        tally.Count(TallyWords.ServersChanged);
    }

    private void Note(KnownServer server, ServerFacts facts)
    {
        foreach (var alias in Aliases(facts))
        {
            var key = alias.ToLowerInvariant();
            if (Find(key) is null)
            {
                session.Write("INSERT INTO server_alias (alias, server_id) VALUES ($1, $2)", key, server.Row.Id);
                _known[key] = server;
            }
        }

        if (server.Noted.Add(facts.Source))
        {
            session.Write(
                """
                INSERT INTO server_fact (server_id, source, licence, url, at) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (server_id, source) DO UPDATE SET licence = excluded.licence, url = excluded.url, at = excluded.at
                """,
                server.Row.Id, facts.Source, facts.Licence, facts.Url, facts.At.ToUnixTimeSeconds());
        }
    }

    // What no other source has is gone.
    private void Withdraw(KnownServer? server, ServerFacts facts)
    {
        if (server is null || session.Execute("DELETE FROM server_fact WHERE server_id = $1 AND source = $2", server.Row.Id, facts.Source) == 0
            || session.Number("SELECT count(*) FROM server_fact WHERE server_id = $1", server.Row.Id) > 0)
        {
            return;
        }

        foreach (var rank in session.Rows(static row => row.GetInt64(0), "SELECT rank FROM tool WHERE server_id = $1", server.Row.Id))
        {
            session.Dialect.Forget(session, TextKind.Tool, rank);
        }

        session.Dialect.Forget(session, TextKind.Server, server.Row.Rank);
        session.Execute("DELETE FROM tool WHERE server_id = $1", server.Row.Id);
        session.Execute("DELETE FROM server_alias WHERE server_id = $1", server.Row.Id);
        session.Execute("DELETE FROM server WHERE id = $1", server.Row.Id);
        foreach (var key in _known.Where(pair => pair.Value == server).Select(static pair => pair.Key).ToArray())
        {
            _known.Remove(key);
        }

        _byId.Remove(server.Row.Id);
        _takenSlugs.Remove(server.Row.Slug);
        tally.Count(TallyWords.ServersGone);
    }

    private static long Rank(long id, long tools) => tools > 0 ? id : (1L << 40) | id;

    private static IndexedText Words(CatalogueServer row) => new(
        TextKind.Server, row.Rank, SearchWords.Split($"{row.Name} {row.Title}"), SearchWords.Split(row.Description), "");

    private static string Choose(string told, string kept, bool wins) => told.Length > 0 && (wins || kept.Length == 0) ? told : kept;

    private static ImmutableArray<string> Join(ImmutableArray<string> kept, ImmutableArray<string> told) =>
        [.. kept.Concat(told).Distinct(StringComparer.Ordinal).Take(Caps.Names)];

    private static bool IsSame(CatalogueServer one, CatalogueServer other) =>
        one with { Packages = [], Addresses = [] } == other with { Packages = [], Addresses = [] }
        && one.Packages.SequenceEqual(other.Packages) && one.Addresses.SequenceEqual(other.Addresses);
}
