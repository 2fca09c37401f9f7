using System.Globalization;
using System.Text;

namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>Rewrites a pattern that RE2 and .NET share into .NET's syntax with RE2's meaning.</summary>
/// <remarks>
/// What is not known to mean the same in both is refused. Nothing is left to .NET's own parser but the text that is
/// written here: groups do not capture, classes are spelled out, <c>$</c> is the very end.
/// </remarks>
internal sealed class PatternTranslator
{
    private const int MaxRepeat = 1000;

    private readonly Stack<PatternFlags> outer = new();
    private readonly HashSet<string> names = new(StringComparer.Ordinal);
    private readonly StringBuilder output = new();
    private readonly PatternCursor cursor;
    private PatternFlags flags;
    private bool canRepeat;

    private PatternTranslator(string pattern) => cursor = new PatternCursor(pattern);

    /// <summary>The pattern for .NET, or what is wrong with it: a phrase for a fault.</summary>
    public static (string? Pattern, string? Error) Translate(string pattern)
    {
        var translator = new PatternTranslator(pattern);
        while (!translator.cursor.AtEnd)
        {
            if (translator.Step() is { } error)
                return (null, error);
        }

        return translator.outer.Count > 0 ? (null, "a group is not closed") : (translator.output.ToString(), null);
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
                return Write("|", repeatable: false);
            case '*' or '+' or '?':
                return Repeat(next.ToString());
            case '{' when cursor.TryTakeCount(out var low, out var high, out var text):
                return low > MaxRepeat || high > MaxRepeat || low > high
                    ? $"`{text}` is not a count up to 1000"
                    : Repeat(text);
            case '{' when cursor.Peek() == ',':
                return "`{,` means different things, write `{0,` or `\\{`";
            case '^' or '.':
                return Write(next.ToString(), repeatable: true);
            case '$':
                return Write(flags.Multiline ? "$" : "\\z", repeatable: true);
            case '[':
                var (set, error) = PatternClass.Read(cursor, flags);
                return error ?? Write(set!, repeatable: true);
            case '\\':
                return Escape();
            default:
                return Literal(next);
        }
    }

    private string? Write(string text, bool repeatable)
    {
        output.Append(text);
        canRepeat = repeatable;
        return null;
    }

    private string? Repeat(string text)
    {
        if (!canRepeat)
            return $"`{text}` repeats nothing";
        Write(text, repeatable: false);
        return cursor.TryTake('?') ? Write("?", repeatable: false) : null;
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

        outer.Push(flags);
        flags = inside;
        return Write("(?:", repeatable: false);
    }

    // (?i) holds to the end of the group it stands in, (?i:…) inside its own.
    private string? FlagGroup()
    {
        if (!cursor.TryTakeFlags(flags, out var changed, out var text))
            return $"`(?{cursor.Peek()}` is not a group that RE2 and .NET share";
        if (cursor.TryTake(':'))
        {
            outer.Push(flags);
            flags = changed;
            return Write($"(?{text}:", repeatable: false);
        }

        if (!cursor.TryTake(')'))
            return $"`(?{text}` is not a group that RE2 and .NET share";
        flags = changed;
        return Write($"(?{text})", repeatable: false);
    }

    private string? CloseGroup()
    {
        if (outer.Count == 0)
            return "`)` closes no group";
        flags = outer.Pop();
        return Write(")", repeatable: true);
    }

    private string? Escape()
    {
        if (cursor.AtEnd)
            return "a backslash at the end";
        if (cursor.Peek() is 'b' or 'B' or 'A' or 'z')
            return Write($"\\{cursor.Take()}", repeatable: true);
        var escape = PatternEscape.Read(cursor, flags);
        if (escape.Error is not null)
            return escape.Error;
        return escape.Set is { } set ? Write($"[{set}]", repeatable: true) : Literal(escape.Character);
    }

    private string? Literal(char character)
    {
        // A pair of surrogates is one character to a quantifier.
        if (char.IsHighSurrogate(character))
            return Write($"(?:{Code(character)}{Code(cursor.Take())})", repeatable: true);
        var set = new PatternSet();
        set.Add(character, character, flags);
        return Write(set.IsSingle ? Code(character) : $"[{set}]", repeatable: true);
    }

    /// <summary>A character as .NET reads it anywhere.</summary>
    internal static string Code(char character) => char.IsAsciiLetterOrDigit(character)
        ? character.ToString()
        : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
}
