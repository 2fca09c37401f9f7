namespace Gatehouse.Gateway.Wire;

/// <summary>Finds values that are percent-encoded wholly or in part, in either letter case.</summary>
internal static class PercentMatch
{
    /// <summary>The first place of any value with at least one byte of it encoded; -1 where there is none.</summary>
    public static int Find(ReadOnlySpan<byte> text, byte[][] values, out int length)
    {
        length = 0;
        if (!text.ContainsAny((byte)'%', (byte)'+'))
        {
            return -1;
        }

        for (var at = 0; at < text.Length; at++)
        {
            foreach (var value in values)
            {
                length = Length(text[at..], value);
                if (length > 0)
                {
                    return at;
                }
            }
        }

        return -1;
    }

    /// <summary>How many bytes of the text stand for the value; 0 when they do not.</summary>
    private static int Length(ReadOnlySpan<byte> text, ReadOnlySpan<byte> value)
    {
        var at = 0;
        foreach (var expected in value)
        {
            if (at >= text.Length)
            {
                return 0;
            }

            if (text[at] == expected || (text[at] == '+' && expected == ' '))
            {
                at++;
            }
            else if (text[at] == '%' && at + 2 < text.Length && Hex(text[at + 1]) << 4 == (expected & 0xF0)
                && Hex(text[at + 2]) == (expected & 0x0F))
            {
                at += 3;
            }
            else
            {
                return 0;
            }
        }

        return at;
    }

    private static int Hex(byte c) => c switch
    {
        >= (byte)'0' and <= (byte)'9' => c - '0',
        >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
        _ => 256,
    };
}
