using Gatehouse.Control.Catalogue.Rules;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Risk;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>Assesses anew what an older classifier assessed.</summary>
internal static class Reclassifying
{
    private const int AtOnce = 500;

    /// <summary>Goes on until nothing is left; how many there were.</summary>
    public static async Task<int> RunAsync(CatalogueStore catalogue, CancellationToken cancel)
    {
        for (var all = 0; ;)
        {
            var some = await catalogue.WriteAsync(Some, cancel);
            if (some == 0)
            {
                return all;
            }

            all += some;
        }
    }

    private static int Some(CatalogueSession session)
    {
        var old = session.Rows(
            static row => (Server: CatalogueServer.Read(row), Tool: CatalogueTool.Read(row, CatalogueServer.ColumnCount)),
            $"""
            SELECT {CatalogueServer.Columns}, {CatalogueTool.Columns} FROM tool JOIN server ON server.id = tool.server_id
            WHERE tool.classifier <> $1 ORDER BY tool.classifier, tool.id LIMIT $2
            """,
            (long)RiskClassifier.Version, AtOnce);
        foreach (var (server, tool) in old)
        {
            var facts = new ToolFacts { Name = tool.Name, Title = tool.Title, Description = tool.Description, Definition = tool.Definition };
            var assessment = Assessing.Of(facts, server.Name, server.Description);
            ToolRows.Save(
                session,
                tool with
                {
                    Rank = Assessing.Rank(assessment.Level, tool.Id),
                    Category = assessment.Category,
                    Level = assessment.Level,
                    Signals = [.. assessment.Signals.Select(static signal => signal.Name)],
                    Assessment = Assessing.Json(assessment),
                    Classifier = RiskClassifier.Version,
                },
                server, tool.Rank);
        }

        LevelCounts.Update(session, old.Select(static pair => pair.Server.Id).Distinct());

        return old.Count;
    }
}
