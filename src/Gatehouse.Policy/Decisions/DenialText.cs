namespace Gatehouse.Policy.Decisions;

/// <summary>What the agent reads where the author of the policy wrote nothing: `policy-language` section 6.</summary>
internal static class DenialText
{
    /// <summary>An entry that asks for a person, without a message of its own.</summary>
    public const string Approval = "A person must approve this call.";

    /// <summary>The one answer of hidden, unknown and new tools.</summary>
    public static string UnknownTool(string tool) => $"Unknown tool: {tool}";

    /// <summary>Step 3.</summary>
    public static string Changed(string tool) => $"The definition of \"{tool}\" changed and waits for review.";

    /// <summary>Step 4.</summary>
    public static string NotPermitted(string tool) => $"Tool \"{tool}\" is not permitted by policy.";

    /// <summary>Step 5, <c>action</c>.</summary>
    public static string Blocked(string tool) => $"Tool \"{tool}\" is blocked by policy.";

    /// <summary>Step 5, <c>arguments</c> by name.</summary>
    public static string NotDeclared(string name) => $"Argument {name} is not declared.";

    /// <summary>Step 5, <c>arguments: "schema"</c>.</summary>
    public static string DoesNotFit(string pointer) => $"The arguments do not fit the tool's schema at {pointer}.";

    /// <summary>Steps 6 and 7.</summary>
    public static string ByRule(string rule) => $"Denied by rule {rule}.";

    /// <summary>Step 8: a number that cannot be added to a counter.</summary>
    public static string NotAnAmount(string path) =>
        $"Argument {path} is not an amount from 0 to {long.MaxValue} with at most 9 decimals.";

    /// <summary>What an unknown condition adds, after the author's own text too; never the value.</summary>
    public static string CouldNotBeChecked(string path, UnknownWhy why) =>
        $"Argument {path} could not be checked: {Word(why)}.";

    private static string Word(UnknownWhy why) => why switch
    {
        UnknownWhy.Missing => "missing",
        UnknownWhy.WrongType => "wrong type",
        UnknownWhy.InexactNumber => "inexact number",
        UnknownWhy.AmbiguousName => "ambiguous name",
        UnknownWhy.NotPlain => "not a plain path, URL or SQL text",
        _ => "too long",
    };
}
