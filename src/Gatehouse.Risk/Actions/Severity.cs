using Gatehouse.Risk.Lexicon;

namespace Gatehouse.Risk.Actions;

/// <summary>Acts as categories.</summary>
internal static class Severity
{
    /// <summary>The category of an act.</summary>
    public static RiskCategory Category(this Verb verb) => verb switch
    {
        Verb.Read => RiskCategory.Read,
        Verb.Write => RiskCategory.Write,
        Verb.Run => RiskCategory.Execute,
        Verb.Destroy => RiskCategory.Destructive,
        Verb.Money => RiskCategory.Financial,
        _ => RiskCategory.Other,
    };
}
