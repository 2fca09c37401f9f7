namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>A character class in brackets.</summary>
internal static class PatternClass
{
    /// <summary>Reads a class behind its <c>[</c>: the class, or a phrase for a fault.</summary>
    public static (CharSet? Set, string? Error) Read(PatternCursor cursor, PatternFlags flags)
    {
        var set = new PatternSet();
        var negated = cursor.TryTake('^');
        for (var first = true; first || cursor.Peek() != ']'; first = false)
        {
            if (cursor.AtEnd)
                return (null, "a class is not closed");
            if (ReadMember(cursor, flags, set, first) is { } error)
                return (null, error);
        }

        cursor.Take();
        return (set.Seal(negated), null);
    }

    private static string? ReadMember(PatternCursor cursor, PatternFlags flags, PatternSet set, bool first)
    {
        if (cursor.Peek() == '[' && cursor.Peek(1) == ':')
            return "named classes like `[[:alpha:]]` are not supported";
        if (!first && cursor.Peek() == '-' && cursor.Peek(1) == '[')
            return "class subtraction is not supported, write `\\[` for the character";
        var low = ReadOne(cursor, flags);
        if (low.Error is not null)
            return low.Error;
        if (low.Set is { } members)
        {
            set.Add(members);
            return null;
        }

        if (cursor.Peek() != '-' || cursor.Peek(1) is ']' or '\0')
        {
            set.Add(low.Character, low.Character, flags);
            return null;
        }

        if (cursor.Peek(1) == '[')
            return "class subtraction is not supported, write `\\[` for the character";
        cursor.Take();
        var high = ReadOne(cursor, flags);
        if (high.Error is not null)
            return high.Error;
        if (high.Set is not null || high.Character < low.Character)
            return "a range in a class ends before it begins";
        set.Add(low.Character, high.Character, flags);
        return null;
    }

    private static PatternEscape ReadOne(PatternCursor cursor, PatternFlags flags)
    {
        var character = cursor.Take();
        if (char.IsSurrogate(character))
            return new PatternEscape('\0', null, "characters above U+FFFF cannot stand in a class");
        if (character != '\\')
            return new PatternEscape(character, null, null);
        return cursor.AtEnd ? new PatternEscape('\0', null, "a class is not closed") : PatternEscape.Read(cursor, flags);
    }
}
