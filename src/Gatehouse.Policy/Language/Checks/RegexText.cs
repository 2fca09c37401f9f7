using System.Text.RegularExpressions;

namespace Gatehouse.Policy.Language.Checks;

/// <summary>What can be said of a regular expression by looking at its text.</summary>
internal static partial class RegexText
{
    /// <summary>
    /// Whether every alternative holds for the whole text: from <c>^</c> or <c>\A</c> to <c>$</c> or <c>\z</c>.
    /// </summary>
    public static bool IsAnchored(string pattern)
    {
        var flags = LeadingFlags().Match(pattern);
        if (flags.Value.AsSpan().Contains('m'))
        {
            return false;
        }

        var start = flags.Length;
        foreach (var (at, _, _) in Tokens(pattern).Where(token => token is { Text: "|", Depth: 0 }))
        {
            if (!IsWhole(pattern[start..at]))
            {
                return false;
            }

            start = at + 1;
        }

        return IsWhole(pattern[start..]);
    }

    /// <summary>Whether a counted repetition stands inside another one: <c>(a{1,50}){1,50}</c>.</summary>
    public static bool NestsCounts(string pattern)
    {
        var open = new Stack<bool>();
        var hasCount = false;
        var isClosedWithCount = false;
        foreach (var (_, text, _) in Tokens(pattern))
        {
            if (text[0] == '{' && text.Length > 1 && isClosedWithCount)
            {
                return true;
            }

            isClosedWithCount = text == ")" && hasCount;
            switch (text)
            {
                case "(":
                    open.Push(hasCount);
                    hasCount = false;
                    break;
                case ")":
                    hasCount |= open.TryPop(out var outer) && outer;
                    break;
                default:
                    hasCount |= text[0] == '{' && text.Length > 1;
                    break;
            }
        }

        return false;
    }

    /// <summary>Whether the text that a pattern begins with looks like a path or URL.</summary>
    public static bool LooksLikePlace(string pattern) =>
        Place().IsMatch(Decoration().Replace(pattern, "").Replace(@"\/", "/", StringComparison.Ordinal));

    private static bool IsWhole(string alternative) =>
        (alternative.StartsWith('^') || alternative.StartsWith(@"\A", StringComparison.Ordinal))
        && Tokens(alternative).LastOrDefault().Text is "$" or @"\z";

    // Escapes and classes as one token, counts as one token, every other character alone; groups counted.
    private static IEnumerable<(int At, string Text, int Depth)> Tokens(string pattern)
    {
        var depth = 0;
        foreach (var match in Token().EnumerateMatches(pattern).ToList())
        {
            var text = pattern.Substring(match.At, match.Length);
            depth -= text == ")" ? 1 : 0;
            yield return (match.At, text, depth);
            depth += text == "(" ? 1 : 0;
        }
    }

    private static List<(int At, int Length)> ToList(this Regex.ValueMatchEnumerator matches)
    {
        var list = new List<(int, int)>();
        foreach (var match in matches)
        {
            list.Add((match.Index, match.Length));
        }

        return list;
    }

    [GeneratedRegex(@"\\.|\[\^?\]?(\\.|[^\]\\])*\]|\{[0-9]+(,[0-9]*)?\}|.",
        RegexOptions.ExplicitCapture | RegexOptions.Singleline, 1000)]
    private static partial Regex Token();

    [GeneratedRegex(@"\A(\(\?[a-z-]+\))*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex LeadingFlags();

    [GeneratedRegex(@"\A((\(\?[a-z-]*:?\)?)|\^|\\A|\()*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Decoration();

    [GeneratedRegex(@"\A(/|~/|[A-Za-z]:(/|\\)|\\\\|https?\??:|[a-z]+://)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Place();
}
