using System.Globalization;
using System.Text;

namespace Gatehouse.Policy.Language.Json;

/// <summary>Decodes strings: RFC 8259 section 7.</summary>
internal static class JsonStrings
{
    /// <summary>Reads the string whose quote stands at <paramref name="at"/> and steps behind its end.</summary>
    /// <remarks>A lone surrogate is reported and read as U+FFFD, so that the rest of the document is still looked
    /// at.</remarks>
    public static bool Read(ReadOnlySpan<byte> text, ref int at, FindingSink sink, out string value)
    {
        var start = at++;
        var end = text[at..].IndexOfAny((byte)'"', (byte)'\\');
        if (end >= 0 && text[at + end] == '"' && !HasControl(text.Slice(at, end)))
        {
            value = Encoding.UTF8.GetString(text.Slice(at, end));
            at += end + 1;
            return true;
        }

        var built = new StringBuilder();
        value = "";
        while (at < text.Length && text[at] != '"')
        {
            if (text[at] < ' ')
            {
                sink.Add(
                    FindingCode.JsonSyntax, at, null, "a control character stands inside a string",
                    "a string ends on its line; write a line break as \\n and a tab as \\t");
                return false;
            }

            if (text[at] != '\\')
            {
                Rune.DecodeFromUtf8(text[at..], out var rune, out var length);
                built.Append(rune.ToString());
                at += length;
            }
            else if (!Escape(text, ref at, sink, built))
            {
                return false;
            }
        }

        if (at >= text.Length)
        {
            sink.Add(FindingCode.JsonSyntax, start, null, "this string has no end", "close it with a double quote");
            return false;
        }

        at++;
        value = built.ToString();
        return true;
    }

    private static bool HasControl(ReadOnlySpan<byte> text) => text.IndexOfAnyInRange((byte)0, (byte)0x1f) >= 0;

    private static bool Escape(ReadOnlySpan<byte> text, ref int at, FindingSink sink, StringBuilder built)
    {
        var letter = at + 1 < text.Length ? text[at + 1] : (byte)0;
        if (letter == 'u')
        {
            return Unicode(text, ref at, sink, built);
        }

        var character = letter switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => (char)letter,
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            _ => '\0',
        };
        if (character == '\0')
        {
            sink.Add(
                FindingCode.JsonSyntax, at, null, "this escape is not of JSON",
                "a backslash is written twice: \"args.user\\\\.name\", \"\\\\d+\"");
            return false;
        }

        built.Append(character);
        at += 2;
        return true;
    }

    private static bool Unicode(ReadOnlySpan<byte> text, ref int at, FindingSink sink, StringBuilder built)
    {
        if (!Unit(text, at, out var unit))
        {
            sink.Add(FindingCode.JsonSyntax, at, null, "`\\u` needs four hexadecimal digits", null);
            return false;
        }

        if (char.IsHighSurrogate(unit) && Unit(text, at + 6, out var low) && char.IsLowSurrogate(low))
        {
            built.Append(unit).Append(low);
            at += 12;
            return true;
        }

        if (char.IsSurrogate(unit))
        {
            sink.Add(
                FindingCode.JsonLoneSurrogate, at, null, "half of a surrogate pair stands alone",
                "write the character itself, or both halves");
            unit = '\uFFFD';
        }

        built.Append(unit);
        at += 6;
        return true;
    }

    private static bool Unit(ReadOnlySpan<byte> text, int at, out char unit)
    {
        unit = '\0';
        if (at + 6 > text.Length || text[at] != '\\' || text[at + 1] != 'u')
        {
            return false;
        }

        var good = ushort.TryParse(
            text.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code);
        unit = (char)code;
        return good;
    }
}
