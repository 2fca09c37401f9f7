using System.Text.Json;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Language.Checks;

/// <summary>Conditions and amounts against the schemas of the tools that they are for.</summary>
internal static class ArgumentChecks
{
    public static void Run(Checked seen, IReadOnlyList<ToolFacts> tools)
    {
        var known = new List<(string Name, SchemaView Schema, IReadOnlyList<ToolRules> Keys)>();
        foreach (var tool in tools.Where(tool => !seen.Document.Hides(tool.Name)))
        {
            if (SchemaView.Of(tool) is { } schema)
            {
                known.Add((tool.Name, schema, seen.Document.KeysFor(tool.Name)));
            }
        }

        foreach (var rules in seen.AllRules)
        {
            var reach = new ArgumentReach(
                seen,
                [
                    .. known.Where(tool => rules.Key is null
                            ? tool.Keys.Count > 0 || seen.Document.Default == PolicyDefault.Allow
                            : tool.Keys.Contains(rules))
                        .Select(tool => (tool.Name, tool.Schema)),
                ],
                rules.Key is null);
            Conditions(reach, rules.Require, isRequire: true);
            Conditions(reach, rules.DenyIf.Concat(rules.RequireApproval), isRequire: false);
            foreach (var limit in rules.Limits)
            {
                if (limit.IncrementFrom is { } amount)
                {
                    reach.Report(limit, amount, JsonTypes.Number, isBound: true, countsDefault: false);
                }
            }
        }
    }

    private static void Conditions(ArgumentReach reach, IEnumerable<RuleEntry> entries, bool isRequire)
    {
        foreach (var entry in entries)
        {
            foreach (var condition in entry.Conditions.Where(condition =>
                condition.Path is { Root: PathRoot.Args, Steps: not [] }))
            {
                var takes = OperatorTable.ByName[condition.Op].Takes(condition.Value);

                // In `require` no default is looked at: a value that is left out is unknown there (section 3).
                reach.Report(condition, condition.Path, takes, IsBound(entry, condition), countsDefault: !isRequire);
                if (condition.Op == "contains")
                {
                    reach.ReportAmbiguous(condition, condition.Path);
                }
            }
        }
    }

    // With `exists true` beside it the author has said what a value that is left out means.
    private static bool IsBound(RuleEntry entry, Condition condition) =>
        condition.Op is "lt" or "lte" or "gt" or "gte" or "length_gt" or "length_lt"
        && !entry.Conditions.Any(other =>
            other is { Op: "exists", Value.ValueKind: JsonValueKind.True } && other.Path.Text == condition.Path.Text);
}
