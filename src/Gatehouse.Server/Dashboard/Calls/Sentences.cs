using Gatehouse.Control.Faults;

namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>Fault texts as people read them on a page.</summary>
internal static class Sentences
{
    /// <summary>Upper-case start, full stop, no backticks.</summary>
    public static string Of(string text)
    {
        var plain = text.Replace("`", "", StringComparison.Ordinal).Replace('_', ' ');
        return plain.Length == 0 ? "" : char.ToUpperInvariant(plain[0]) + plain[1..] + (plain[^1] is '.' or '?' or '!' ? "" : ".");
    }

    /// <summary>What happened and what to do.</summary>
    public static string Of(Refusal refusal) =>
        refusal.Fault.Help is { } help ? $"{Of(refusal.Fault.Message)} {Of(help)}" : Of(refusal.Fault.Message);
}
