namespace Gatehouse.Gateway.Wire;

/// <summary>Ids and progress tokens: whole numbers within ±2^53, or strings of at most 128 characters.</summary>
/// <remarks>Narrower than JSON-RPC, so that no parser on the way can make two ids one.</remarks>
internal static class RpcId
{
    private const long Limit = 1L << 53;
    private const int MaxCharacters = 128;

    /// <summary>Whether a validated JSON value may be an id.</summary>
    public static bool IsSound(ReadOnlySpan<byte> json) =>
        json[0] == '"' ? IsShort(json[1..^1]) : TryRead(json, out _);

    /// <summary>Whether two sound ids are one: equal numbers, or equal strings after unescaping.</summary>
    public static bool Same(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
    {
        if (left.SequenceEqual(right))
        {
            return true;
        }

        return left.Length >= 2 && right.Length >= 2 && left[0] == '"' && right[0] == '"'
            && JsonString.Same(left[1..^1], leftIsEscaped: true, right[1..^1], rightIsEscaped: true);
    }

    /// <summary>Reads a whole number without sign games: neither <c>-0</c> nor a fraction or exponent.</summary>
    public static bool TryRead(ReadOnlySpan<byte> json, out long value)
    {
        value = 0;
        return json.Length is > 0 and <= 17
            && (json[0] == '-' ? !json[1..].StartsWith("0"u8) : char.IsAsciiDigit((char)json[0]))
            && long.TryParse(json, System.Globalization.NumberStyles.AllowLeadingSign, null, out value)
            && value is >= -Limit and <= Limit;
    }

    private static bool IsShort(ReadOnlySpan<byte> text)
    {
        var units = 0;
        while (!text.IsEmpty)
        {
            text = text[JsonString.Next(text, out var rune)..];
            units += rune.Utf16SequenceLength;
            if (units > MaxCharacters)
            {
                return false;
            }
        }

        return true;
    }
}
