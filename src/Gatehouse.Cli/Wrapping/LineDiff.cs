using System.Text;
using Gatehouse.Cli.Output;

namespace Gatehouse.Cli.Wrapping;

/// <summary>What changes in a text, line by line, secrets covered.</summary>
internal static class LineDiff
{
    /// <summary>Prints the lines that go and those that come, with a line around them.</summary>
    /// <param name="terminal">Where.</param>
    /// <param name="file">Its name.</param>
    /// <param name="before">The text as it is.</param>
    /// <param name="after">The text as it will be.</param>
    /// <param name="secrets">Values that are covered.</param>
    public static void Print(Terminal terminal, string file, byte[] before, byte[] after, IReadOnlyCollection<string> secrets)
    {
        var (old, now) = (Lines(before), Lines(after));
        terminal.Line($"{new Painted(file, Tone.Strong)}");
        foreach (var (sign, line) in Changes(old, now))
        {
            var shown = secrets.OrderByDescending(secret => secret.Length).Aggregate(line, (text, secret) => text.Replace(secret, "***", StringComparison.Ordinal));
            terminal.Line($"  {new Painted(sign.ToString(), sign == '+' ? Tone.Good : sign == '-' ? Tone.Bad : Tone.Dim)} {shown}");
        }
    }

    /// <summary>Removed (<c>-</c>), added (<c>+</c>) and neighbouring lines (blank), in order.</summary>
    public static IEnumerable<(char Sign, string Line)> Changes(string[] old, string[] now)
    {
        int i = 0, j = 0;
        while (i < old.Length || j < now.Length)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                var isNear = i + 1 < old.Length && j + 1 < now.Length && old[i + 1] != now[j + 1];
                if (isNear)
                {
                    yield return (' ', old[i]);
                }

                (i, j) = (i + 1, j + 1);
                continue;
            }

            // The next pair of equal lines ends the change.
            var (nextOld, nextNow) = Meeting(old, now, i, j);
            for (; i < nextOld; i++)
            {
                yield return ('-', old[i]);
            }

            for (; j < nextNow; j++)
            {
                yield return ('+', now[j]);
            }
        }
    }

    private static (int Old, int Now) Meeting(string[] old, string[] now, int i, int j)
    {
        for (var sum = 1; sum <= old.Length - i + now.Length - j; sum++)
        {
            for (var step = 0; step <= sum; step++)
            {
                var (a, b) = (i + sum - step, j + step);
                if (a < old.Length && b < now.Length && old[a] == now[b] && old[a].Trim().Length > 2)
                {
                    return (a, b);
                }
            }
        }

        return (old.Length, now.Length);
    }

    private static string[] Lines(byte[] text) => Encoding.UTF8.GetString(text).Split('\n');
}
