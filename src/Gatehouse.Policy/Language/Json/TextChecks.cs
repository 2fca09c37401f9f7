using System.Text;
using System.Text.Unicode;

namespace Gatehouse.Policy.Language.Json;

/// <summary>What must hold of the bytes before they are read as JSON.</summary>
internal static class TextChecks
{
    private const int SizeCap = 2 * 1024 * 1024;

    /// <summary>Whether the text can be read; what is wrong with it is reported.</summary>
    public static bool Pass(ReadOnlySpan<byte> text, FindingSink sink)
    {
        if (text.Length > SizeCap)
        {
            sink.Add(FindingCode.TooLarge, 0, null, $"the text has {text.Length} bytes and may have {SizeCap}", null);
            return false;
        }

        if (!Utf8.IsValid(text))
        {
            sink.Add(FindingCode.NotUtf8, FirstInvalid(text), null, "these bytes are not UTF-8",
                "save the file as UTF-8");
            return false;
        }

        if (MarkLength(text) > 0)
        {
            sink.Add(
                FindingCode.ByteOrderMark, 0, null, "the text begins with a byte-order mark",
                "save the file as UTF-8 without signature");
        }

        return true;
    }

    /// <summary>The length of a byte-order mark at the beginning, or 0.</summary>
    public static int MarkLength(ReadOnlySpan<byte> text) => text.StartsWith("\uFEFF"u8) ? 3 : 0;

    private static int FirstInvalid(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
        {
            at += length;
        }

        return at;
    }
}
