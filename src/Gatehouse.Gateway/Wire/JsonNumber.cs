namespace Gatehouse.Gateway.Wire;

/// <summary>The grammar of JSON numbers.</summary>
internal static class JsonNumber
{
    /// <summary>How many bytes of the text are one number; -1 where none begins or one breaks off.</summary>
    public static int Length(ReadOnlySpan<byte> json)
    {
        var at = Stands(json, 0, '-') ? 1 : 0;
        if (Stands(json, at, '0'))
        {
            at++;
        }
        else if (!SkipDigits(json, ref at))
        {
            return -1;
        }

        if (Stands(json, at, '.'))
        {
            at++;
            if (!SkipDigits(json, ref at))
            {
                return -1;
            }
        }

        if (Stands(json, at, 'e') || Stands(json, at, 'E'))
        {
            at++;
            at += Stands(json, at, '+') || Stands(json, at, '-') ? 1 : 0;
            if (!SkipDigits(json, ref at))
            {
                return -1;
            }
        }

        return at;
    }

    private static bool Stands(ReadOnlySpan<byte> json, int at, char expected) =>
        (uint)at < (uint)json.Length && json[at] == expected;

    private static bool SkipDigits(ReadOnlySpan<byte> json, ref int at)
    {
        var start = at;
        while ((uint)at < (uint)json.Length && char.IsAsciiDigit((char)json[at]))
        {
            at++;
        }

        return at > start;
    }
}
