using System.Globalization;

namespace Gatehouse.Gateway.Tools;

/// <summary>Which tool names the gateway lets into a list.</summary>
internal static class ToolName
{
    /// <summary>Whether the name has no control, format (bidirectional, zero-width), surrogate or unassigned character.</summary>
    public static bool IsPlain(string name)
    {
        foreach (var rune in name.EnumerateRunes())
        {
            if (IsHidden(rune))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHidden(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
