namespace Gatehouse.Policy.Tests.Reference;

/// <summary>
/// A small backtracking matcher with RE2's meaning: <c>$</c> only at the very end, <c>\d \w \s</c> are ASCII, <c>.</c> is one
/// UTF-16 unit but a line feed. It knows what the generated patterns use, no more.
/// </summary>
internal sealed class ReferencePattern
{
    /// <summary>From a place in the text to every place where a match of the part may end.</summary>
    private delegate IEnumerable<int> Part(string text, int at);

    private readonly Part _whole;

    private ReferencePattern(Part whole) => _whole = whole;

    public static ReferencePattern Parse(string pattern)
    {
        var ignoresCase = pattern.StartsWith("(?i)", StringComparison.Ordinal);
        var at = ignoresCase ? 4 : 0;
        var whole = Alternation(pattern, ref at, ignoresCase);
        return at == pattern.Length
            ? new ReferencePattern(whole)
            : throw new FormatException($"`{pattern}` has something at {at} that the reference does not read");
    }

    public bool MatchesSomewhere(string text) =>
        Enumerable.Range(0, text.Length + 1).Any(start => _whole(text, start).Any());

    private static Part Alternation(string pattern, ref int at, bool ignoresCase)
    {
        var choices = new List<Part> { Sequence(pattern, ref at, ignoresCase) };
        while (at < pattern.Length && pattern[at] == '|')
        {
            at++;
            choices.Add(Sequence(pattern, ref at, ignoresCase));
        }

        return (text, from) => choices.SelectMany(choice => choice(text, from)).Distinct();
    }

    private static Part Sequence(string pattern, ref int at, bool ignoresCase)
    {
        Part whole = (_, from) => [from];
        while (at < pattern.Length && pattern[at] is not ('|' or ')'))
        {
            var before = whole;
            var next = Repeated(pattern, ref at, ignoresCase);
            whole = (text, from) => before(text, from).SelectMany(middle => next(text, middle)).Distinct();
        }

        return whole;
    }

    private static Part Repeated(string pattern, ref int at, bool ignoresCase)
    {
        var one = Atom(pattern, ref at, ignoresCase);
        if (at == pattern.Length || Count(pattern, ref at) is not { } count)
        {
            return one;
        }

        // Lazy or greedy, the same places can be reached.
        at += at < pattern.Length && pattern[at] == '?' ? 1 : 0;
        return (text, from) =>
        {
            var reached = new HashSet<int>();
            var now = new HashSet<int> { from };
            for (var times = 0; now.Count > 0 && times <= Math.Min(count.Most, text.Length + count.Least + 1); times++)
            {
                reached.UnionWith(times >= count.Least ? now : []);
                now = [.. now.SelectMany(place => one(text, place))];
            }

            return reached;
        };
    }

    private static (int Least, int Most)? Count(string pattern, ref int at)
    {
        switch (pattern[at])
        {
            case '*':
                at++;
                return (0, int.MaxValue);
            case '+':
                at++;
                return (1, int.MaxValue);
            case '?':
                at++;
                return (0, 1);
            case '{':
                var close = pattern.IndexOf('}', at);
                var numbers = pattern[(at + 1)..close].Split(',');
                at = close + 1;
                var least = int.Parse(numbers[0]);
                return (least, numbers.Length == 1 ? least : numbers[1].Length == 0 ? int.MaxValue : int.Parse(numbers[1]));
            default:
                return null;
        }
    }

    private static Part Atom(string pattern, ref int at, bool ignoresCase)
    {
        var c = pattern[at++];
        switch (c)
        {
            case '^':
                return (_, from) => from == 0 ? [from] : [];
            case '$':
                return (text, from) => from == text.Length ? [from] : [];
            case '.':
                return One(unit => unit != '\n');
            case '(':
                at += pattern.AsSpan(at).StartsWith("?:") ? 2 : 0;
                var inside = Alternation(pattern, ref at, ignoresCase);
                at++;
                return inside;
            case '[':
                return Class(pattern, ref at, ignoresCase);
            case '\\':
                return One(Escaped(pattern[at++], ignoresCase));
            default:
                return One(unit => Same(unit, c, ignoresCase));
        }
    }

    private static Part Class(string pattern, ref int at, bool ignoresCase)
    {
        var members = new List<Func<char, bool>>();
        var negated = pattern[at] == '^';
        for (at += negated ? 1 : 0; pattern[at] != ']'; at++)
        {
            if (pattern[at] == '\\')
            {
                members.Add(Escaped(pattern[++at], ignoresCase));
                continue;
            }

            var (first, last) = (pattern[at], pattern[at]);
            if (pattern[at + 1] == '-' && pattern[at + 2] != ']')
            {
                last = pattern[at + 2];
                at += 2;
            }

            members.Add(unit => Enumerable.Range(first, last - first + 1).Any(member => Same(unit, (char)member, ignoresCase)));
        }

        at++;
        return One(unit => members.Exists(member => member(unit)) != negated);
    }

    private static Func<char, bool> Escaped(char letter, bool ignoresCase) => letter switch
    {
        'd' => char.IsAsciiDigit,
        'w' => unit => IsWord(unit, ignoresCase),
        's' => unit => unit is '\t' or '\n' or '\f' or '\r' or ' ',
        'D' => unit => !char.IsAsciiDigit(unit),
        'W' => unit => !IsWord(unit, ignoresCase),
        'S' => unit => unit is not ('\t' or '\n' or '\f' or '\r' or ' '),
        _ => unit => Same(unit, letter, ignoresCase),
    };

    // RE2 folds a class before it takes its complement, so ſ and U+212A are word characters where case is ignored.
    private static bool IsWord(char unit, bool ignoresCase) =>
        char.IsAsciiLetterOrDigit(unit) || unit == '_' || (ignoresCase && (unit is '\u017F' or '\u212A'));

    // RE2 folds by Unicode's simple folding, in which ſ is s and U+212A is k.
    private static bool Same(char left, char right, bool ignoresCase) =>
        left == right || (ignoresCase && LetterCase.Same(left.ToString(), right.ToString()));

    private static Part One(Func<char, bool> holds) =>
        (text, from) => from < text.Length && holds(text[from]) ? [from + 1] : [];
}
