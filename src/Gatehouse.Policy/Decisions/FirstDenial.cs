namespace Gatehouse.Policy.Decisions;

/// <summary>Denials of steps 2 and 3.</summary>
internal static class FirstDenial
{
    /// <summary>Hidden, unknown and new tools: one answer, so that none of them can be told from another.</summary>
    public static Decision Unknown(string rule, ToolFacts tool) => new()
    {
        Outcome = Outcome.Denied,
        Kind = DenialKind.UnknownTool,
        Rule = rule,
        Message = DenialText.UnknownTool(tool.Name),
    };

    /// <summary>The definition is not the accepted one.</summary>
    public static Decision Changed(ToolFacts tool) => new()
    {
        Outcome = Outcome.Denied,
        Rule = "(definition changed)",
        Message = DenialText.Changed(tool.Name),
    };
}
