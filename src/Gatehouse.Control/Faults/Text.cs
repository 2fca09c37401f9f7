using Gatehouse.Policy;

namespace Gatehouse.Control.Faults;

/// <summary>Names, labels and reasons that people type: other people read them, so nothing may hide in them.</summary>
internal static class Text
{
    /// <summary>Null for a text of 1 to <paramref name="longest"/> characters on one line, without what cannot be seen.</summary>
    /// <param name="member">The body's member, for the message.</param>
    /// <param name="text">As sent.</param>
    /// <param name="longest">UTF-16 units.</param>
    public static Fault? Invalid(string member, string? text, int longest)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > longest)
        {
            return ControlFaults.Invalid(member, $"is not 1 to {longest} characters");
        }

        return text.EnumerateRunes().Any(IsHidden)
            ? ControlFaults.Invalid(member, "has a character that cannot be seen, or that turns the direction of the text")
            : null;
    }

    // Control, format, surrogate, private, unassigned; line and paragraph separators.
    private static bool IsHidden(System.Text.Rune rune) => System.Text.Rune.GetUnicodeCategory(rune) is
        System.Globalization.UnicodeCategory.Control or System.Globalization.UnicodeCategory.Format
        or System.Globalization.UnicodeCategory.Surrogate or System.Globalization.UnicodeCategory.PrivateUse
        or System.Globalization.UnicodeCategory.OtherNotAssigned or System.Globalization.UnicodeCategory.LineSeparator
        or System.Globalization.UnicodeCategory.ParagraphSeparator || rune == System.Text.Rune.ReplacementChar;
}
