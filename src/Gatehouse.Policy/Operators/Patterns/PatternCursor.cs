using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>A place in a pattern, and the few things that are read as a whole there.</summary>
internal sealed class PatternCursor(string pattern)
{
    private int at;

    public bool AtEnd => at == pattern.Length;

    /// <summary>The next character, or NUL at the end.</summary>
    public char Peek(int ahead = 0) => at + ahead < pattern.Length ? pattern[at + ahead] : '\0';

    public char Take() => AtEnd ? '\0' : pattern[at++];

    public bool TryTake(char expected)
    {
        if (AtEnd || pattern[at] != expected)
            return false;
        at++;
        return true;
    }

    /// <summary>A count after its <c>{</c>: <c>n}</c>, <c>n,}</c> or <c>n,m}</c>. False: nothing is taken.</summary>
    public bool TryTakeCount(out int low, out int? high, [NotNullWhen(true)] out string? text)
    {
        low = 0;
        high = 0;
        text = null;
        var end = pattern.IndexOf('}', at);
        if (end < 0)
            return false;
        var inside = pattern[at..end];
        var comma = inside.IndexOf(',', StringComparison.Ordinal);
        var first = comma < 0 ? inside : inside[..comma];
        var second = comma < 0 ? first : inside[(comma + 1)..];
        if (!TryNumber(first, out low))
            return false;
        high = null;
        if (second.Length > 0)
        {
            if (!TryNumber(second, out var most))
                return false;
            high = most;
        }

        at = end + 1;
        text = $"{{{inside}}}";
        return true;
    }

    /// <summary>A group name after its <c>&lt;</c>, with the closing <c>&gt;</c>.</summary>
    public bool TryTakeName(out string name)
    {
        var end = pattern.IndexOf('>', at);
        name = end < 0 ? "" : pattern[at..end];
        if (name.Length == 0 || char.IsAsciiDigit(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            return false;
        at = end + 1;
        return true;
    }

    /// <summary>Flags <c>ims-ims</c>, of which there is at least one, and one after a minus.</summary>
    public bool TryTakeFlags(PatternFlags before, out PatternFlags after, out string text)
    {
        var start = at;
        var on = true;
        after = before;
        while (Peek() is 'i' or 'm' or 's' or '-')
        {
            var flag = Take();
            if (flag == '-' && !on)
                break;
            after = flag switch
            {
                'i' => after with { IgnoreCase = on },
                'm' => after with { Multiline = on },
                's' => after with { Singleline = on },
                _ => after,
            };
            on &= flag != '-';
        }

        text = pattern[start..at];
        return text.Length > 0 && text[^1] != '-';
    }

    // Longer numbers are above every limit; they read as one that is.
    private static bool TryNumber(string digits, out int number)
    {
        number = int.MaxValue;
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit))
            return false;
        if (digits.Length <= 9)
            number = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return true;
    }
}
