using Gatehouse.Control.Approvals;

namespace Gatehouse.Server.Dashboard.Parts;

/// <summary>Text from outside as pieces to show: what cannot be seen, or turns the direction, is spelt out and marked.</summary>
internal static class SeenText
{
    /// <summary>A text from outside where only text can stand, as in an option: what cannot be seen is spelt out.</summary>
    public static string Plain(string text, int most = 120) => ArgumentText.Line(text, most);

    /// <summary>The pieces of a text, at most so many characters of it.</summary>
    public static IEnumerable<(string Text, bool IsUnseen)> Of(string text, int most)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length && most > 0; i++)
        {
            if (i > 0)
            {
                yield return ("\n", false);
            }

            var spelt = ArgumentText.Line(lines[i], most);
            most -= spelt.Length;
            foreach (var piece in Pieces(spelt))
            {
                yield return piece;
            }
        }
    }

    /// <summary>The pieces of text that was spelt out before, such as an approval's arguments. Nothing in it changes.</summary>
    public static IEnumerable<(string Text, bool IsUnseen)> Marked(string spelt)
    {
        var from = 0;
        for (var at = 0; at + 1 < spelt.Length; at++)
        {
            if (spelt[at] != '\\')
            {
                continue;
            }

            if (spelt[at + 1] == '{' && spelt.IndexOf('}', at) is > 0 and var end)
            {
                yield return (spelt[from..at], false);
                yield return (spelt[(at + 2)..end], true);
                (from, at) = (end + 1, end);
            }
            else
            {
                at++;
            }
        }

        yield return (spelt[from..], false);
    }

    // A backslash of the text itself is doubled, so `\{` begins what was spelt out and nothing else.
    private static IEnumerable<(string Text, bool IsUnseen)> Pieces(string spelt)
    {
        var plain = new System.Text.StringBuilder();
        for (var at = 0; at < spelt.Length; at++)
        {
            if (spelt[at] != '\\' || at + 1 == spelt.Length)
            {
                plain.Append(spelt[at]);
                continue;
            }

            var end = spelt[at + 1] == '{' ? spelt.IndexOf('}', at) : -1;
            if (end < 0)
            {
                // `\"` and `\\` are for text between quotes; here both are plain. `\t` and `\r` stay as they are.
                at++;
                plain.Append(spelt[at] is '"' or '\\' or '{' ? spelt[at].ToString() : "\\" + spelt[at]);
                continue;
            }

            yield return (plain.ToString(), false);
            plain.Clear();
            yield return (spelt[(at + 2)..end], true);
            at = end;
        }

        yield return (plain.ToString(), false);
    }
}
