using System.Collections.Immutable;

namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>Reads a pattern of the syntax that RE2 and .NET share, with RE2's meaning.</summary>
/// <remarks>What is not known to mean the same in both is refused. Groups stand on a stack; nothing recurses.</remarks>
internal sealed class PatternParser
{
    private const int MaxRepeat = 1000;

    private readonly Stack<Level> outer = new();
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly PatternCursor cursor;
    private Level level = new(default);
    private PatternFlags flags;
    private bool canRepeat;

    private PatternParser(string pattern) => cursor = new PatternCursor(pattern);

    /// <summary>The parts of a pattern, or what is wrong with it: a phrase for a fault.</summary>
    public static (PatternNode? Pattern, string? Error) Parse(string pattern)
    {
        var parser = new PatternParser(pattern);
        while (!parser.cursor.AtEnd)
        {
            if (parser.Step() is { } error)
                return (null, error);
        }

        return parser.outer.Count > 0 ? (null, "a group is not closed") : (parser.level.Node, null);
    }

    private string? Step()
    {
        var next = cursor.Take();
        switch (next)
        {
            case '(':
                return OpenGroup();
            case ')':
                return CloseGroup();
            case '|':
                level.Alternate();
                canRepeat = false;
                return null;
            case '*':
                return Repeat("*", 0, null);
            case '+':
                return Repeat("+", 1, null);
            case '?':
                return Repeat("?", 0, 1);
            case '{' when cursor.TryTakeCount(out var low, out var high, out var text):
                return low > MaxRepeat || high > MaxRepeat || low > high ? $"`{text}` is not a count up to 1000" : Repeat(text, low, high);
            case '{' when cursor.Peek() == ',':
                return "`{,` means different things, write `{0,` or `\\{`";
            case '^':
                return Add(flags.Multiline ? PatternPlace.LineBegin : PatternPlace.Begin);
            case '$':
                return Add(flags.Multiline ? PatternPlace.LineEnd : PatternPlace.End);
            case '.':
                var line = new PatternSet();
                return Add((flags.Singleline ? line : line.Add('\n', '\n', default)).Seal(isNegated: true));
            case '[':
                var (set, error) = PatternClass.Read(cursor, flags);
                return set is null ? error : Add(set);
            case '\\':
                return Escape();
            default:
                return Literal(next);
        }
    }

    private string? Add(PatternPlace place) => Add(new PatternNode.Place(place));

    private string? Add(CharSet set) => Add(new PatternNode.Unit(set));

    private string? Add(PatternNode node)
    {
        level.Parts.Add(node);
        canRepeat = true;
        return null;
    }

    private string? Repeat(string text, int low, int? high)
    {
        if (!canRepeat)
            return $"`{text}` repeats nothing";
        level.Parts[^1] = new PatternNode.Repeat(level.Parts[^1], low, high);
        canRepeat = false;

        // Lazy or greedy, there is a match or there is none.
        cursor.TryTake('?');
        return null;
    }

    private string? OpenGroup()
    {
        var inside = flags;
        if (cursor.TryTake('?'))
        {
            if (cursor.TryTake('<'))
            {
                if (!cursor.TryTakeName(out var name) || !names.Add(name))
                    return "look-behind, or a group name that is not new letters, digits and `_`";
            }
            else if (!cursor.TryTake(':'))
            {
                return FlagGroup();
            }
        }

        Open(inside);
        return null;
    }

    // (?i) holds to the end of the group it stands in, (?i:…) inside its own.
    private string? FlagGroup()
    {
        if (!cursor.TryTakeFlags(flags, out var changed, out var text))
            return $"`(?{cursor.Peek()}` is not a group that RE2 and .NET share";
        if (cursor.TryTake(':'))
        {
            Open(changed);
            return null;
        }

        if (!cursor.TryTake(')'))
            return $"`(?{text}` is not a group that RE2 and .NET share";
        flags = changed;
        canRepeat = false;
        return null;
    }

    private void Open(PatternFlags inside)
    {
        outer.Push(level);
        level = new Level(flags);
        flags = inside;
        canRepeat = false;
    }

    private string? CloseGroup()
    {
        if (outer.Count == 0)
            return "`)` closes no group";
        var closed = level;
        level = outer.Pop();
        flags = closed.Outside;
        return Add(closed.Node);
    }

    private string? Escape()
    {
        if (cursor.AtEnd)
            return "a backslash at the end";
        if (cursor.Peek() is 'b' or 'B' or 'A' or 'z')
        {
            return Add(cursor.Take() switch
            {
                'b' => PatternPlace.Border,
                'B' => PatternPlace.NoBorder,
                'A' => PatternPlace.Begin,
                _ => PatternPlace.End,
            });
        }

        var escape = PatternEscape.Read(cursor, flags);
        if (escape.Error is not null)
            return escape.Error;
        return escape.Set is { } set ? Add(set.Seal()) : Literal(escape.Character);
    }

    private string? Literal(char character)
    {
        // A pair of surrogates is one character to a quantifier.
        return char.IsHighSurrogate(character)
            ? Add(new PatternNode.Sequence([One(character), One(cursor.Take())]))
            : Add(One(character));
    }

    private PatternNode.Unit One(char character) => new(new PatternSet().Add(character, character, flags).Seal());

    /// <summary>What stands in one group so far.</summary>
    private sealed class Level(PatternFlags outside)
    {
        private readonly ImmutableArray<PatternNode>.Builder choices = ImmutableArray.CreateBuilder<PatternNode>();

        /// <summary>The flags in force behind the group.</summary>
        public PatternFlags Outside { get; } = outside;

        public List<PatternNode> Parts { get; } = [];

        public PatternNode Node
        {
            get
            {
                Alternate();
                return choices.Count == 1 ? choices[0] : new PatternNode.Choice(choices.ToImmutable());
            }
        }

        public void Alternate()
        {
            choices.Add(Parts.Count == 1 ? Parts[0] : new PatternNode.Sequence([.. Parts]));
            Parts.Clear();
        }
    }
}
