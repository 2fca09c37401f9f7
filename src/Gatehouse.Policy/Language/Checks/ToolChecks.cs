namespace Gatehouse.Policy.Language.Checks;

/// <summary>The document against the server's tools: what it names, and what it opens.</summary>
internal static class ToolChecks
{
    public static void Run(Checked seen, IReadOnlyList<ToolFacts> tools)
    {
        string[] names = [.. tools.Select(tool => tool.Name)];
        var exceptions = seen.Document.Tools
            .Where(rules => rules.Key!.IsExact && rules.Action == ToolAction.Allow)
            .Select(rules => rules.Key!.Text)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var rules in seen.Document.Tools)
        {
            Key(seen, rules, names, exceptions);
        }

        Listed(seen, seen.Document.Hide, names, "so nothing is hidden by it");
        Listed(seen, seen.Document.Outside ?? [], names, "so no session is tainted by it");
        ToolFacts[] critical = [.. tools.Where(tool => tool.Risk == "critical" && !seen.Document.Hides(tool.Name))];
        if (seen.Document.Default == PolicyDefault.Allow)
        {
            Unlisted(seen, critical);
        }
        else
        {
            Opened(seen, critical);
        }

        SessionLimits(seen, critical);
    }

    private static void Key(Checked seen, ToolRules rules, string[] names, HashSet<string> exceptions)
    {
        string[] matched = [.. names.Where(name => rules.Key!.Matches(name))];
        if (matched.Length > 0)
        {
            if (!rules.Key!.IsExact && matched.All(exceptions.Contains))
            {
                seen.ReportKey(
                    FindingCode.RuleNeverReached, rules,
                    $"{Quote.Text(rules.Key.Text)} applies to no tool, for {Quote.Some(matched)} has its own \"allow\"",
                    "leave it out, or the exception");
            }

            return;
        }

        var (code, effect) = rules.Restricts()
            ? (FindingCode.MatchesNoTool, "so it protects nothing")
            : (FindingCode.OpensNothing, "so it opens nothing");
        var text = rules.Key!.Text;
        seen.ReportKey(code, rules, $"{Quote.Text(text)} matches no tool of the server, {effect}",
            Nearest(text, names));
    }

    private static void Listed(Checked seen, IEnumerable<NamePattern> patterns, string[] names, string effect)
    {
        foreach (var pattern in patterns.Where(pattern => !names.Any(name => pattern.Matches(name))))
        {
            seen.Report(
                FindingCode.MatchesNoTool, pattern,
                $"{Quote.Text(pattern.Text)} matches no tool of the server, {effect}",
                Nearest(pattern.Text, names));
        }
    }

    private static string? Nearest(string text, string[] names) =>
        Reading.Suggest.Nearest(text, names) is { } name ? $"did you mean {Quote.Text(name)}?" : null;

    private static void Unlisted(Checked seen, ToolFacts[] critical)
    {
        string[] open =
        [
            .. critical.Where(tool => !seen.Document.Tools.Any(rules => rules.Key!.Matches(tool.Name))).Select(tool =>
                tool.Name),
        ];
        if (open.Length > 0 && !IsGuarded(seen.Document.AllTools)
            && seen.Places.Of(seen.Document).Find("default") is { } place)
        {
            seen.Sink.Add(
                FindingCode.CriticalUnlisted, place.Value,
                $"\"allow\" opens {Quote.Some(open)}, of critical risk and named by no key",
                "name them in `tools`, or write \"default\": \"deny\"");
        }
    }

    // A tool that an exact key names was opened by hand; a pattern may open more than its author thought of.
    private static void Opened(Checked seen, ToolFacts[] critical)
    {
        if (IsGuarded(seen.Document.AllTools))
        {
            return;
        }

        var opened = new Dictionary<ToolRules, List<string>>(ReferenceEqualityComparer.Instance);
        foreach (var tool in critical)
        {
            var keys = seen.Document.KeysFor(tool.Name);
            if (keys.Count > 0 && !keys.Any(rules => rules.Key!.IsExact || IsGuarded(rules)))
            {
                opened.TryAdd(keys[0], []);
                opened[keys[0]].Add(tool.Name);
            }
        }

        foreach (var (rules, names) in opened)
        {
            seen.ReportKey(
                FindingCode.PatternOpensCritical, rules,
                $"{Quote.Text(rules.Key!.Text)} opens {Quote.Some(names)}, of critical risk",
                "name the tools one by one, or let a person approve them");
        }
    }

    private static bool IsGuarded(ToolRules? rules) => rules is not null
        && (rules.DeniesAlways() || rules.AsksAlways());

    private static void SessionLimits(Checked seen, ToolFacts[] critical)
    {
        var reported = new HashSet<LimitRule>(ReferenceEqualityComparer.Instance);
        foreach (var tool in critical)
        {
            var keys = seen.Document.KeysFor(tool.Name);
            LimitRule[] limits = [.. seen.Document.AllTools?.Limits ?? [], .. keys.SelectMany(rules => rules.Limits)];
            var isReachable = (keys.Count > 0 || seen.Document.Default == PolicyDefault.Allow)
                && !keys.Any(Denials.DeniesAlways);
            if (isReachable && limits.Length > 0 && limits.All(limit => limit.Scope == LimitScope.Session)
                && reported.Add(limits[0]))
            {
                seen.Report(
                    FindingCode.SessionLimitOnly, limits[0],
                    $"{Quote.Text(tool.Name)} is of critical risk and has session limits only, which new sessions lift",
                    "add a limit of scope `grant`");
            }
        }
    }
}
