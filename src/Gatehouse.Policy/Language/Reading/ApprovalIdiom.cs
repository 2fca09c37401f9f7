namespace Gatehouse.Policy.Language.Reading;

/// <summary>
/// PolicyLayer's published way to write an approval: a <c>deny_if</c> entry with one of two messages (section 2).
/// </summary>
internal static class ApprovalIdiom
{
    private static readonly string[] _messages = ["Requires human approval", "Blocked by default. Requires approval"];

    /// <summary>Whether the message is one of them; ASCII letter case and one final stop are ignored.</summary>
    public static bool Is(string? message)
    {
        var text = message is { Length: > 0 } && message[^1] == '.' ? message[..^1] : message;
        return text is not null && Array.Exists(_messages, idiom => EqualsFolded(idiom, text));
    }

    private static bool EqualsFolded(string a, string b) =>
        a.Length == b.Length && System.Text.Ascii.EqualsIgnoreCase(a, b);
}
