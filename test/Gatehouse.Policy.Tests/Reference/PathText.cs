using System.Globalization;
using System.Text;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>One step of a path: a key, an index, or every element.</summary>
internal sealed record Step(string? Key, int? Index)
{
    public bool IsEvery => Key is null && Index is null;
}

/// <summary>"A root, then at most 8 steps <c>.key</c>, <c>[n]</c> or <c>[*]</c>."</summary>
internal static class PathText
{
    /// <summary>"In a key <c>\.</c> <c>\[</c> <c>\]</c> <c>\\</c> stand for the character."</summary>
    public static (string Root, List<Step> Steps) Read(string text)
    {
        var end = text.IndexOfAny(['.', '[']);
        var root = end < 0 ? text : text[..end];
        var steps = new List<Step>();
        var at = root.Length;
        while (at < text.Length)
        {
            if (text[at] == '[')
            {
                var close = text.IndexOf(']', at);
                var inside = text[(at + 1)..close];
                steps.Add(inside == "*" ? new Step(null, null) : new Step(null, Index(inside)));
                at = close + 1;
                continue;
            }

            var key = new StringBuilder();
            for (at++; at < text.Length && text[at] is not ('.' or '['); at++)
            {
                at += text[at] == '\\' ? 1 : 0;
                key.Append(text[at]);
            }

            steps.Add(new Step(key.ToString(), null));
        }

        return (root, steps);
    }

    // An index that no array can have is past every end.
    private static int Index(string digits) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : int.MaxValue;
}
