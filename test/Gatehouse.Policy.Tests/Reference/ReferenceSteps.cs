namespace Gatehouse.Policy.Tests.Reference;

/// <summary>Steps 4 to 9 of section 4, inside one document.</summary>
internal static class ReferenceSteps
{
    public static ReferenceDenial? FourToSeven(ReferenceDocument document, ReferenceCall call)
    {
        var conditions = new ReferenceConditions(new ReferenceFacts(document, call));
        return Four(document, call.Tool.Name)
            ?? FiveAction(document, call.Tool.Name)
            ?? Scope(document, call.Tool.Name).Select(rules => FiveArguments(rules, call)).FirstOrDefault(Denies)
            ?? Scope(document, call.Tool.Name).Select(rules => Six(rules, conditions)).FirstOrDefault(Denies)
            ?? Scope(document, call.Tool.Name).Select(rules => Seven(rules, conditions)).FirstOrDefault(Denies);
    }

    /// <summary>"<c>default: deny</c> and no key matches the tool".</summary>
    public static ReferenceDenial? Four(ReferenceDocument document, string tool) =>
        document.DeniesByDefault && document.RulesFor(tool).Count == 0
            ? new ReferenceDenial("(default deny)", _ => $"Tool \"{tool}\" is not permitted by policy.")
            : null;

    /// <summary>"<c>action: deny</c>"; "<c>reason</c> is the message".</summary>
    public static ReferenceDenial? FiveAction(ReferenceDocument document, string tool) =>
        document.RulesFor(tool).Find(rules => rules.Action == "deny") is { } blocked
            ? new ReferenceDenial(blocked.Pointer + "/action", _ => blocked.Reason ?? $"Tool \"{tool}\" is blocked by policy.")
            : null;

    /// <summary>"limits … whose amount cannot be read".</summary>
    public static ReferenceDenial? Eight(ReferenceDocument document, ReferenceCall call) =>
        Limits(document, call).Where(limit => limit.Amount is null)
            .Select(limit => new ReferenceDenial(limit.Rule, _ => null)).FirstOrDefault();

    public static List<(string Rule, decimal? Amount)> Limits(ReferenceDocument document, ReferenceCall call)
    {
        var facts = new ReferenceFacts(document, call);
        return [.. Scope(document, call.Tool.Name).SelectMany(rules => rules.Limits)
            .Select(limit => (limit.Rule, ReferenceAmount.Of(limit.Json, facts)))];
    }

    /// <summary>"an entry of <c>deny_if</c> or <c>require_approval</c> fires unless it is false".</summary>
    public static IEnumerable<ReferenceApproval> Nine(ReferenceDocument document, ReferenceCall call)
    {
        var conditions = new ReferenceConditions(new ReferenceFacts(document, call));
        foreach (var rules in Scope(document, call.Tool.Name))
        {
            foreach (var entry in rules.RequireApproval)
            {
                var (truth, path, why) = conditions.Entry(entry, inRequire: false);
                if (truth != Truth.False)
                {
                    var approval = entry.Approval(document.Prefix);
                    yield return approval with { Message = approval.Message is { } text ? text + Addition(path, why) : null };
                }
            }

            // Named after the entries, as in the table of section 4.
            if (rules.Action == "require_approval")
            {
                yield return new ReferenceApproval(
                    document.Prefix + rules.Pointer + "/action", rules.Reason, TimeSpan.FromMinutes(30), TimeSpan.Zero, 1);
            }
        }
    }

    /// <summary>"denied whatever the arguments, the time and the counters (steps 4 and 5, and a final <c>deny_if</c> entry without conditions)".</summary>
    public static bool DeniesWhateverTheArguments(ReferenceDocument document, string tool) =>
        (Four(document, tool) ?? FiveAction(document, tool)) is not null
        || Scope(document, tool).Exists(rules => rules.DenyIf.Exists(entry => entry.Conditions.Count == 0));

    /// <summary>"<c>all_tools</c>…, then the tool's".</summary>
    private static List<ReferenceRules> Scope(ReferenceDocument document, string tool) =>
        document.AllTools is { } all ? [all, .. document.RulesFor(tool)] : document.RulesFor(tool);

    private static bool Denies(ReferenceDenial? denial) => denial is not null;

    private static ReferenceDenial? FiveArguments(ReferenceRules rules, ReferenceCall call) =>
        rules.Arguments is { } rule && ReferenceArguments.Undeclared(rule, call) is { } name
            ? new ReferenceDenial(rules.Pointer + "/arguments", _ => $"Argument {name} is not declared.")
            : null;

    /// <summary>"an entry of <c>require</c> holds only if it is true".</summary>
    private static ReferenceDenial? Six(ReferenceRules rules, ReferenceConditions conditions) =>
        rules.Require.Select(entry => (Entry: entry, Is: conditions.Entry(entry, inRequire: true)))
            .Where(judged => judged.Is.Truth != Truth.True)
            .Select(judged => Denial(judged.Entry, judged.Is.Path, judged.Is.Why)).FirstOrDefault();

    private static ReferenceDenial? Seven(ReferenceRules rules, ReferenceConditions conditions) =>
        rules.DenyIf.Select(entry => (Entry: entry, Is: conditions.Entry(entry, inRequire: false)))
            .Where(judged => judged.Is.Truth != Truth.False)
            .Select(judged => Denial(judged.Entry, judged.Is.Path, judged.Is.Why)).FirstOrDefault();

    /// <summary>"<c>Denied by rule id.</c>" where the author wrote no text.</summary>
    private static ReferenceDenial Denial(ReferenceEntry entry, string? path, UnknownWhy why) =>
        new(entry.Rule, rule => (entry.Message ?? $"Denied by rule {rule}.") + Addition(path, why));

    /// <summary>"An unknown condition adds, after <c>on_deny</c> too: <c>Argument path could not be checked: why.</c>"</summary>
    private static string Addition(string? path, UnknownWhy why)
    {
        var word = why switch
        {
            UnknownWhy.Missing => "missing",
            UnknownWhy.WrongType => "wrong type",
            UnknownWhy.InexactNumber => "inexact number",
            UnknownWhy.AmbiguousName => "ambiguous name",
            UnknownWhy.NotPlain => "not a plain path, URL or SQL text",
            UnknownWhy.TooLong => "too long",
            _ => null,
        };
        return word is null ? "" : $" Argument {path} could not be checked: {word}.";
    }
}
