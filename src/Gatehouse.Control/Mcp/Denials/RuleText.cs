using System.Collections.Immutable;
using Gatehouse.Policy.Language;

namespace Gatehouse.Control.Mcp.Denials;

/// <summary>What a rule of a document asks for, in words, from its id alone.</summary>
/// <param name="Why">Why it stood against the call.</param>
/// <param name="Needed">What would have let the call past it.</param>
/// <param name="Conditions">Its conditions as written.</param>
/// <param name="Message">What its author says.</param>
internal sealed record RuleText(string Why, string Needed, ImmutableArray<string> Conditions, string? Message)
{
    /// <summary>The rule of an id; null where the document has none of it.</summary>
    public static RuleText? Find(PolicyDocument document, string rule) => document.AllTools is { } all
        ? document.Tools.Append(all).Select(rules => Find(rules, rule)).FirstOrDefault(static found => found is not null)
        : document.Tools.Select(rules => Find(rules, rule)).FirstOrDefault(static found => found is not null);

    private static RuleText? Find(ToolRules rules, string rule)
    {
        if (rule == rules.Pointer + "/action")
        {
            return rules.Action == ToolAction.RequireApproval
                ? new("the rule asks a person for every call", "a person's yes", [], rules.Reason)
                : new("the rule blocks the tool", "a policy in which the tool is not blocked", [], rules.Reason);
        }

        if (rule == rules.Pointer + "/arguments")
        {
            return new("an argument is not one that the rule lets through", Arguments(rules.Arguments), [], null);
        }

        return rules.Require.FirstOrDefault(entry => entry.Rule == rule) is { } require
                ? new("a condition that has to hold did not, or could not be checked", $"arguments for which all of these hold: {Text(require)}", Texts(require), require.Message)
            : rules.DenyIf.FirstOrDefault(entry => entry.Rule == rule) is { } deny
                ? new("the rule's conditions held, or could not be checked", Otherwise(deny) ?? "a policy without this rule", Texts(deny), deny.Message)
            : rules.RequireApproval.FirstOrDefault(entry => entry.Rule == rule) is { } approval
                ? new("the rule asks a person for such calls", Otherwise(approval) is { } other ? $"a person's yes, or {other}" : "a person's yes", Texts(approval), approval.Message)
            : rules.Limits.FirstOrDefault(limit => limit.Rule == rule) is { } limit
                ? new(
                    "the limit had no room left for the call, or its amount could not be read",
                    $"room in the limit `{limit.Counter}`: at most {limit.Max} per {limit.Window.Text} for one {limit.Scope.ToString().ToLowerInvariant()}"
                        + (limit.IncrementFrom is { } path ? $", counted by {path.Text}; a smaller amount, or a later call" : "; a later call"),
                    [], limit.OnDeny)
            : null;
    }

    private static string Arguments(ArgumentsRule arguments) => arguments.Mode switch
    {
        ArgumentsMode.Names => $"no arguments but {string.Join(", ", arguments.Names)}",
        ArgumentsMode.Schema => "arguments that fit the tool's input schema",
        _ => "no arguments but those that the tool's input schema declares",
    };

    private static string? Otherwise(RuleEntry entry) =>
        entry.Conditions.IsEmpty ? null : $"arguments for which one of these can be checked and does not hold: {Text(entry)}";

    private static string Text(RuleEntry entry) => string.Join("; ", Texts(entry));

    private static ImmutableArray<string> Texts(RuleEntry entry) =>
        [.. entry.Conditions.Select(static one => $"{one.Path.Text} {one.Op} {one.Value.GetRawText()}")];
}
