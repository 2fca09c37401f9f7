namespace Gatehouse.Policy.Language.Checks;

/// <summary>Questions about the rules of one key that several checks ask.</summary>
internal static class Denials
{
    /// <summary>Whether the key denies every call, whatever its arguments.</summary>
    public static bool DeniesAlways(this ToolRules rules) =>
        rules.Action == ToolAction.Deny || rules.DenyIf.Any(entry => entry.Conditions.IsEmpty);

    /// <summary>Whether the key asks a person about every call.</summary>
    public static bool AsksAlways(this ToolRules rules) =>
        rules.Action == ToolAction.RequireApproval || rules.RequireApproval.Any(entry => entry.Conditions.IsEmpty);

    /// <summary>Whether the key takes anything away from what its tools may do.</summary>
    public static bool Restricts(this ToolRules rules) =>
        rules.Action is ToolAction.Deny or ToolAction.RequireApproval || !rules.Require.IsEmpty || !rules.DenyIf.IsEmpty
        || !rules.RequireApproval.IsEmpty || !rules.Limits.IsEmpty || rules.Arguments.Mode != ArgumentsMode.Any;

    /// <summary>The keys that apply to a tool: all that match, or one exact <c>allow</c> alone (section 1).</summary>
    public static IReadOnlyList<ToolRules> KeysFor(this PolicyDocument document, string tool)
    {
        var matching = document.Tools.Where(rules => rules.Key!.Matches(tool)).ToList();
        return matching.Find(rules => rules.Key!.IsExact && rules.Action == ToolAction.Allow) is { } only ? [only]
            : matching;
    }

    /// <summary>Whether <c>hide</c> covers a tool's name, or all names of a pattern.</summary>
    /// <remarks>
    /// A pattern covers another one when it matches that one's text: a star in the text can only be met by a star, and
    /// what meets a star meets any run of characters too.
    /// </remarks>
    public static bool Hides(this PolicyDocument document, string name) =>
        document.Hide.Any(pattern => pattern.Matches(name));
}
