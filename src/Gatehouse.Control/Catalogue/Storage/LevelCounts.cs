namespace Gatehouse.Control.Catalogue.Storage;

/// <summary>How many tools of a server have which level, kept beside the server.</summary>
internal static class LevelCounts
{
    /// <summary>Counts anew; how many tools each server has.</summary>
    public static Dictionary<long, long> Update(CatalogueSession session, IEnumerable<long> servers)
    {
        var tools = new Dictionary<long, long>();
        foreach (var some in servers.Chunk(Several.Most))
        {
            var counts = session.Rows(
                static row => (Server: row.GetInt64(0), Level: row.GetInt64(1), Count: row.GetInt64(2)),
                $"SELECT server_id, level, count(*) FROM tool WHERE server_id IN ({Several.Names}) GROUP BY server_id, level", Several.Values(some))
                .ToLookup(static row => row.Server);
            foreach (var server in some)
            {
                var levels = counts[server].ToDictionary(static row => row.Level, static row => row.Count);
                tools[server] = levels.Values.Sum();
                session.Write(
                    "UPDATE server SET tools = $1, critical = $2, high = $3, medium = $4, low = $5 WHERE id = $6",
                    tools[server], levels.GetValueOrDefault(3), levels.GetValueOrDefault(2), levels.GetValueOrDefault(1), levels.GetValueOrDefault(0), server);
            }
        }

        return tools;
    }
}
