namespace Gatehouse.Gateway.Wire;

/// <summary>The grammar of JSON numbers.</summary>
internal static class JsonNumber
{
    /// <summary>How many bytes of the text are one number; -1 where none begins or one breaks off.</summary>
    public static int Length(ReadOnlySpan<byte> json) => End(json, 0);

    /// <summary>The offset behind the number that begins at an offset; -1 where none begins or one breaks off.</summary>
    public static int End(ReadOnlySpan<byte> json, int at)
    {
        at += Byte(json, at) == '-' ? 1 : 0;
        at = Byte(json, at) == '0' ? at + 1 : EndOfDigits(json, at);
        if (at >= 0 && Byte(json, at) == '.')
        {
            at = EndOfDigits(json, at + 1);
        }

        if (at >= 0 && (Byte(json, at) | 0x20) == 'e')
        {
            at++;
            at = EndOfDigits(json, Byte(json, at) is '+' or '-' ? at + 1 : at);
        }

        return at;
    }

    private static int EndOfDigits(ReadOnlySpan<byte> json, int start)
    {
        var at = start;
        while ((uint)at < (uint)json.Length && char.IsAsciiDigit((char)json[at]))
        {
            at++;
        }

        return at > start ? at : -1;
    }

    private static int Byte(ReadOnlySpan<byte> json, int at) => (uint)at < (uint)json.Length ? json[at] : -1;
}
