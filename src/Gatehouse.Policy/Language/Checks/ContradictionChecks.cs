namespace Gatehouse.Policy.Language.Checks;

/// <summary>Conditions that leave no value: a call that can never pass, an entry that can never hold.</summary>
internal static class ContradictionChecks
{
    public static void Run(Checked seen)
    {
        var reported = new HashSet<Condition>(ReferenceEqualityComparer.Instance);
        var required = ByPath(seen.Document.AllTools?.Require ?? [], _ => true);
        var denied = ByPath(seen.Document.AllTools?.DenyIf ?? [], IsAlone);
        foreach (var path in required)
        {
            Required(seen, reported, [.. path], [.. denied[path.Key]]);
        }

        foreach (var rules in seen.Document.Tools)
        {
            var own = ByPath(rules.Require, _ => true);
            var ownDenied = ByPath(rules.DenyIf, IsAlone);

            // Where the key says nothing of a path, what all tools have in common was looked at above.
            foreach (var path in own.Concat(ownDenied).Select(group => group.Key).Distinct(StringComparer.Ordinal))
            {
                Required(seen, reported, [.. own[path], .. required[path]], [.. ownDenied[path], .. denied[path]]);
            }
        }

        foreach (var entry in seen.AllRules.SelectMany(rules => rules.DenyIf.Concat(rules.RequireApproval)))
        {
            NeverHolds(seen, entry);
        }
    }

    // An entry that denies by one condition denies by it alone; of several it is not known which one fails.
    private static bool IsAlone(RuleEntry entry) => entry.Conditions.Length == 1;

    private static ILookup<string, Condition> ByPath(IEnumerable<RuleEntry> entries, Func<RuleEntry, bool> where) =>
        entries.Where(where)
            .SelectMany(entry => entry.Conditions)
            .ToLookup(condition => condition.Path.Text, StringComparer.Ordinal);

    // Everything that is required must hold, and nothing that denies on this path alone may hold or be unknown.
    private static void Required(Checked seen, HashSet<Condition> reported, Condition[] must, Condition[] mustNot)
    {
        if (must.Length > 0 && !Satisfiable.Check(must, mustNot) && reported.Add(must[0]))
        {
            seen.Report(
                FindingCode.RequireContradiction, must[0],
                $"no value of {Quote.Text(must[0].Path.Text)} passes all that is required and nothing that is denied",
                "compare it with the other conditions on this path");
        }
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
                    FindingCode.NeverHolds, fails,
                    $"no value of {Quote.Text(group.Key)} makes this entry's conditions hold",
                    "values that cannot be judged still count against the call");
            }
        }
    }
}
