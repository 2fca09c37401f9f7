using System.Text;

namespace Gatehouse.Control.Policies;

/// <summary>The lines in which two texts differ, unified: <c>-</c> goes, <c>+</c> comes, a blank stays.</summary>
internal static class LineDiff
{
    private const int Around = 3;

    // Texts with more than that are told as one replaced by the other.
    private const int MostCells = 4_000_000;

    /// <summary>Empty where the texts are the same.</summary>
    public static string Of(string before, string after)
    {
        if (before == after)
        {
            return "";
        }

        var lines = Lines(before.Split('\n'), after.Split('\n'));
        var text = new StringBuilder();
        var shown = -1;
        for (var i = 0; i < lines.Count; i++)
        {
            if (!IsNear(lines, i))
            {
                continue;
            }

            if (shown != i - 1)
            {
                text.Append("@@\n");
            }

            text.Append(lines[i].Sign).Append(lines[i].Text).Append('\n');
            shown = i;
        }

        return text.ToString();
    }

    private static bool IsNear(List<(char Sign, string Text)> lines, int at)
    {
        for (var i = Math.Max(0, at - Around); i <= Math.Min(lines.Count - 1, at + Around); i++)
        {
            if (lines[i].Sign != ' ')
            {
                return true;
            }
        }

        return false;
    }

    private static List<(char Sign, string Text)> Lines(string[] before, string[] after)
    {
        var head = 0;
        while (head < before.Length && head < after.Length && before[head] == after[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < before.Length - head && tail < after.Length - head && before[^(tail + 1)] == after[^(tail + 1)])
        {
            tail++;
        }

        var lines = before[..head].Select(static line => (' ', line)).ToList();
        lines.AddRange(Middle(before[head..^tail], after[head..^tail]));
        lines.AddRange(before[^tail..].Select(static line => (' ', line)));
        return lines;
    }

    // The longest common run of lines, by the table that every book has.
    private static IEnumerable<(char Sign, string Text)> Middle(string[] before, string[] after)
    {
        if ((long)before.Length * after.Length > MostCells)
        {
            return before.Select(static line => ('-', line)).Concat(after.Select(static line => ('+', line)));
        }

        var longest = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                longest[i, j] = before[i] == after[j] ? longest[i + 1, j + 1] + 1 : Math.Max(longest[i + 1, j], longest[i, j + 1]);
            }
        }

        var lines = new List<(char, string)>();
        var (x, y) = (0, 0);
        while (x < before.Length || y < after.Length)
        {
            if (x < before.Length && y < after.Length && before[x] == after[y])
            {
                lines.Add((' ', before[x++]));
                y++;
            }
            else if (y == after.Length || (x < before.Length && longest[x + 1, y] >= longest[x, y + 1]))
            {
                lines.Add(('-', before[x++]));
            }
            else
            {
                lines.Add(('+', after[y++]));
            }
        }

        return lines;
    }
}
