namespace Gatehouse.Control.Catalogue.Storage;

/// <summary>How many tools of a server have which level, kept beside the server.</summary>
internal static class LevelCounts
{
    /// <summary>Counts anew; how many tools there are.</summary>
    public static long Update(CatalogueSession session, long server)
    {
        var levels = session.Rows(
            static row => (Level: row.GetInt64(0), Count: row.GetInt64(1)),
            "SELECT level, count(*) FROM tool WHERE server_id = $1 GROUP BY level", server).ToDictionary(row => row.Level, row => row.Count);
        var tools = levels.Values.Sum();
        session.Execute(
            "UPDATE server SET tools = $1, critical = $2, high = $3, medium = $4, low = $5 WHERE id = $6",
            tools, levels.GetValueOrDefault(3), levels.GetValueOrDefault(2), levels.GetValueOrDefault(1), levels.GetValueOrDefault(0), server);
        return tools;
    }
}
