namespace Gatehouse.Policy.Language.Checks;

/// <summary>Every check beside the errors: section 7.</summary>
internal static class DocumentChecks
{
    public static void Run(Checked seen, IReadOnlyList<ToolFacts>? tools)
    {
        KeyChecks.Run(seen);
        ReachChecks.Run(seen);
        ContradictionChecks.Run(seen);
        TextTestChecks.Run(seen);
        if (tools is not null)
        {
            ToolChecks.Run(seen, tools);
            ArgumentChecks.Run(seen, tools);
        }
    }
}
