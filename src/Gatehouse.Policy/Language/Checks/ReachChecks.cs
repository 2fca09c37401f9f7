namespace Gatehouse.Policy.Language.Checks;

/// <summary>Rules that stand behind a denial which always holds.</summary>
internal static class ReachChecks
{
    // What is judged behind `action` and, of those, behind `deny_if`: section 4.
    private static readonly string[] _behindAction =
        ["arguments", "require", "deny_if", "require_approval", "limits", "rate_limit"];

    private static readonly string[] _behindDenyIf = ["limits", "rate_limit", "require_approval"];

    public static void Run(Checked seen)
    {
        foreach (var rules in seen.AllRules)
        {
            if (rules.Action == ToolAction.Deny)
            {
                Members(seen, rules, _behindAction, "\"action\": \"deny\"");
            }
            else if (rules.DenyIf.FirstOrDefault(entry => entry.Conditions.IsEmpty) is { } always)
            {
                Behind(seen, rules, always);
            }
        }
    }

    private static void Behind(Checked seen, ToolRules rules, RuleEntry always)
    {
        if (rules.Key is null)
        {
            seen.Report(
                FindingCode.RuleNeverReached, always,
                "this entry denies every call of every tool, so no rule of a tool matters",
                "give it a condition");
        }

        foreach (var entry in rules.DenyIf.SkipWhile(entry => entry != always).Skip(1))
        {
            seen.Report(
                FindingCode.RuleNeverReached, entry,
                $"this entry stands behind {Quote.Text(always.Rule)}, which always denies");
        }

        Members(seen, rules, _behindDenyIf, always.Rule);
    }

    private static void Members(Checked seen, ToolRules rules, string[] names, string denial)
    {
        foreach (var name in names)
        {
            if (seen.Written(rules, name) is { } member)
            {
                seen.Sink.Add(
                    FindingCode.RuleNeverReached, member,
                    $"`{name}` never matters, for {Quote.Text(denial)} always denies",
                    "leave it out, or the denial");
            }
        }
    }
}
