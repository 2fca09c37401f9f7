namespace Gatehouse.Policy.Language.Checks;

/// <summary>Conditions that leave no value: a call that can never pass, an entry that can never hold.</summary>
internal static class ContradictionChecks
{
    public static void Run(Checked seen)
    {
        var common = seen.Document.AllTools;
        var reported = common is null ? [] : Required(seen, common, null, []);
        foreach (var rules in seen.Document.Tools)
        {
            Required(seen, rules, common, reported);
        }

        foreach (var entry in seen.AllRules.SelectMany(rules => rules.DenyIf.Concat(rules.RequireApproval)))
        {
            NeverHolds(seen, entry);
        }
    }

    // Everything that is required must hold, and nothing that denies on this path alone may hold or be unknown.
    private static HashSet<string> Required(Checked seen, ToolRules rules, ToolRules? common, HashSet<string> reported)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var require = rules.Require.Concat(common?.Require ?? []).SelectMany(entry => entry.Conditions);
        var deny = rules.DenyIf.Concat(common?.DenyIf ?? [])
            .Where(entry => entry.Conditions.Length == 1)
            .Select(entry => entry.Conditions[0])
            .ToLookup(condition => condition.Path.Text, StringComparer.Ordinal);
        foreach (var group in require.GroupBy(condition => condition.Path.Text, StringComparer.Ordinal))
        {
            Condition[] must = [.. group];
            if (!reported.Contains(group.Key) && !Satisfiable.Check(must, [.. deny[group.Key]]))
            {
                found.Add(group.Key);
                seen.Report(
                    FindingCode.RequireContradiction, must[0],
                    $"no value of {Quote.Text(group.Key)} passes everything that is required and nothing that is denied",
                    "compare it with the other conditions on this path");
            }
        }

        return found;
    }

    private static void NeverHolds(Checked seen, RuleEntry entry)
    {
        foreach (var group in entry.Conditions.GroupBy(condition => condition.Path.Text, StringComparer.Ordinal))
        {
            // Two conditions with [*] may be met by different elements, so they do not stand against each other.
            var canMeetApart = group.First().Path.Steps.Any(step => step.Kind == PathStepKind.Every);
            var fails = canMeetApart
                ? group.FirstOrDefault(condition => !Satisfiable.Check([condition], []))
                : Satisfiable.Check([.. group], []) ? null : group.First();
            if (fails is not null)
            {
                seen.Report(
                    FindingCode.NeverHolds, fails, $"no value of {Quote.Text(group.Key)} makes this entry's conditions hold",
                    "values that cannot be judged still count against the call");
            }
        }
    }
}
