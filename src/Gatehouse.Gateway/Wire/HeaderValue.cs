using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Gatehouse.Gateway.Wire;

/// <summary>The text of an <c>Mcp-Name</c> or <c>Mcp-Param-*</c> header: plain, or <c>=?base64?…?=</c>.</summary>
/// <remarks>SPEC: 2026-07-28, Streamable HTTP, standard request headers.</remarks>
internal static class HeaderValue
{
    private const string Opening = "=?base64?";
    private const string Closing = "?=";

    /// <summary>Plain where the text may travel as it is; encoded otherwise.</summary>
    public static string Encode(string text) => IsPlain(text)
        ? text
        : string.Concat(Opening, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), Closing);

    /// <summary>The text that a header stands for; null for what is neither plain nor sound base64 of UTF-8.</summary>
    public static string? Decode(string value)
    {
        if (!LooksEncoded(value))
        {
            return value.Length == 0 || IsVisible(value) ? value : null;
        }

        // A sentinel in other letters is text to some readers and base64 to others.
        if (value.Length < Opening.Length + Closing.Length || !value.StartsWith(Opening, StringComparison.Ordinal))
        {
            return null;
        }

        var base64 = value.AsSpan()[Opening.Length..^Closing.Length];
        var bytes = ArrayPool<byte>.Shared.Rent((base64.Length / 4 * 3) + 3);
        try
        {
            // Blanks, which the framework's decoder passes over, are refused: one text has one spelling.
            return !base64.ContainsAny(" \t\r\n")
                && Convert.TryFromBase64Chars(base64, bytes, out var length)
                && IsCanonical(base64, bytes.AsSpan(0, length))
                && Utf8.IsValid(bytes.AsSpan(0, length))
                    ? Encoding.UTF8.GetString(bytes, 0, length)
                    : null;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static bool IsPlain(string text) => IsVisible(text) && !LooksEncoded(text);

    /// <summary>Printable ASCII without blanks at its ends; the empty text is not.</summary>
    private static bool IsVisible(string text) =>
        text.Length > 0 && text[0] != ' ' && text[^1] != ' ' && !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static bool LooksEncoded(string text) =>
        text.StartsWith(Opening, StringComparison.OrdinalIgnoreCase) && text.EndsWith(Closing, StringComparison.Ordinal);

    private static bool IsCanonical(ReadOnlySpan<char> base64, ReadOnlySpan<byte> bytes)
    {
        var again = ArrayPool<char>.Shared.Rent(base64.Length + 4);
        var isSame = Convert.TryToBase64Chars(bytes, again, out var length)
            && base64.SequenceEqual(again.AsSpan(0, length));
        ArrayPool<char>.Shared.Return(again);
        return isSame;
    }
}
