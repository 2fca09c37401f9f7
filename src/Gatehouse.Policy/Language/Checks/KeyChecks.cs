namespace Gatehouse.Policy.Language.Checks;

/// <summary>Keys and lists of patterns that stand in each other's way.</summary>
internal static class KeyChecks
{
    public static void Run(Checked seen)
    {
        var budget = new MatchBudget();
        Covered(seen, budget, seen.Document.Hide);
        Covered(seen, budget, seen.Document.Resources ?? []);
        Covered(seen, budget, seen.Document.Prompts ?? []);
        Covered(seen, budget, seen.Document.Outside ?? []);
        foreach (var rules in seen.Document.Tools)
        {
            Key(seen, budget, rules);
        }
    }

    private static void Covered(Checked seen, MatchBudget budget, IReadOnlyList<NamePattern> patterns)
    {
        foreach (var pattern in patterns)
        {
            if (patterns.FirstOrDefault(other => other != pattern && !other.IsExact
                && budget.Matches(other, pattern.Text)) is { } wider)
            {
                seen.Report(
                    FindingCode.PatternRepeated, pattern,
                    $"{Quote.Text(pattern.Text)} is covered by {Quote.Text(wider.Text)}",
                    "leave it out");
            }
        }
    }

    private static void Key(Checked seen, MatchBudget budget, ToolRules rules)
    {
        var key = rules.Key!;
        if (seen.Document.Hide.Any(pattern => budget.Matches(pattern, key.Text)))
        {
            seen.ReportKey(
                FindingCode.HiddenRules, rules, $"{Quote.Text(key.Text)} is hidden, so these rules never matter",
                "`hide` beats everything in `tools`: leave out the one or the other");
        }

        if (rules.Action == ToolAction.Allow && !key.IsExact)
        {
            seen.Sink.Add(
                FindingCode.AllowOnPattern, seen.Written(rules, "action")!,
                "on a pattern \"allow\" says no more than { }",
                "an exception from other patterns is written under the tool's exact name");
        }

        if (key.IsExact && rules.Action != ToolAction.Allow && !rules.DeniesAlways()
            && Denier(seen.Document, budget, key) is { } denier)
        {
            seen.ReportKey(
                FindingCode.ExactUnderDenial, rules,
                $"{Quote.Text(key.Text)} stays denied, for {Quote.Text(denier.Key!.Text)} denies it",
                "an exception is written \"action\": \"allow\"");
        }
    }

    private static ToolRules? Denier(PolicyDocument document, MatchBudget budget, NamePattern key) =>
        document.Tools.FirstOrDefault(other =>
            !other.Key!.IsExact && other.DeniesAlways() && budget.Matches(other.Key, key.Text));
}
