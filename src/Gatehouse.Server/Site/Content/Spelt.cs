using Gatehouse.Server.Dashboard.Parts;

namespace Gatehouse.Server.Site.Content;

/// <summary>Outside text where no element can mark what is unseen: in titles, attributes and plain text.</summary>
internal static class Spelt
{
    /// <summary>The text on one line, at most so long; what cannot be seen is spelt out.</summary>
    public static string Line(string text, int most) => Text(text.ReplaceLineEndings(" "), most);

    /// <summary>The text with its lines.</summary>
    public static string Text(string text, int most) =>
        string.Concat(SeenText.Of(text, most).Select(static piece => piece.IsUnseen ? $"[{piece.Text}]" : piece.Text));
}
