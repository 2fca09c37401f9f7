using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Control.Approvals;

/// <summary>Arguments as text in which nothing hides: decoded, indented, what cannot be seen spelt out, long runs counted.</summary>
/// <remarks>
/// Spelt out is <c>\{U+XXXX}</c> or <c>\{N × U+XXXX}</c>: a backslash of the text itself is doubled, so neither can be
/// imitated. Letters of another script that look Latin are spelt out within words that have Latin letters, too.
/// </remarks>
internal sealed class ArgumentText
{
    private const int LongRun = 8;

    private readonly StringBuilder _text = new();

    /// <summary>How many characters were spelt out.</summary>
    public int Hidden { get; private set; }

    /// <summary>The text.</summary>
    public string Text => _text.ToString();

    /// <summary>Reads sound JSON.</summary>
    public static ArgumentText Of(ReadOnlySpan<byte> json)
    {
        var text = new ArgumentText();
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = 256 });
        reader.Read();
        text.Value(ref reader, 0);
        return text;
    }

    /// <summary>One text from outside for a line of a message: without quotes, and cut where it is longer.</summary>
    public static string Line(string value, int most)
    {
        var text = new ArgumentText();
        text.Spelt(value);
        return text._text.Length <= most ? text.Text : string.Concat(text.Text.AsSpan(0, most), "…");
    }

    private void Value(ref Utf8JsonReader reader, int depth)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                Items(ref reader, depth, '{', '}', JsonTokenType.EndObject);
                break;
            case JsonTokenType.StartArray:
                Items(ref reader, depth, '[', ']', JsonTokenType.EndArray);
                break;
            case JsonTokenType.String:
                Quote(reader.GetString()!);
                break;
            default:
                // Numbers as they were sent: 10 and 10.0 are two calls.
                _text.Append(Encoding.UTF8.GetString(reader.HasValueSequence ? reader.ValueSequence.ToArray() : reader.ValueSpan));
                break;
        }
    }

    private void Items(ref Utf8JsonReader reader, int depth, char open, char close, JsonTokenType end)
    {
        _text.Append(open);
        var isFirst = true;
        while (reader.Read() && reader.TokenType != end)
        {
            _text.Append(isFirst ? "\n" : ",\n").Append(' ', 2 * (depth + 1));
            isFirst = false;
            if (reader.TokenType == JsonTokenType.PropertyName)
            {
                Quote(reader.GetString()!);
                _text.Append(": ");
                reader.Read();
            }

            Value(ref reader, depth + 1);
        }

        if (!isFirst)
        {
            _text.Append('\n').Append(' ', 2 * depth);
        }

        _text.Append(close);
    }

    private void Quote(string value)
    {
        _text.Append('"');
        Spelt(value);
        _text.Append('"');
    }

    private void Spelt(string value)
    {
        var runes = value.EnumerateRunes().ToArray();
        for (var at = 0; at < runes.Length;)
        {
            var run = 1;
            while (at + run < runes.Length && runes[at + run] == runes[at])
            {
                run++;
            }

            var isBlank = Rune.IsWhiteSpace(runes[at]);
            if (isBlank && run >= LongRun)
            {
                Spell(runes[at], run);
                at += run;
            }
            else
            {
                Put(runes, at);
                at++;
            }
        }
    }

    private void Put(Rune[] runes, int at)
    {
        var rune = runes[at];
        var plain = rune.Value switch
        {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            _ => null,
        };
        if (plain is not null)
        {
            _text.Append(plain);
        }
        else if (IsHidden(rune) || (IsLookAlike(rune) && IsAmongLatin(runes, at)))
        {
            Spell(rune, 1);
        }
        else
        {
            _text.Append(rune.ToString());
        }
    }

    private void Spell(Rune rune, int count)
    {
        Hidden += count;
        _text.Append("\\{");
        if (count > 1)
        {
            _text.Append(CultureInfo.InvariantCulture, $"{count} × ");
        }

        _text.Append(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}}}");
    }

    // Control, format (direction, zero width, tags), private, unassigned; every blank but the plain one; what draws nothing.
    public static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.SpaceSeparator => rune.Value != ' ',
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.NonSpacingMark => rune.Value is 0x034F or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or (>= 0xFE00 and <= 0xFE0F)
            or (>= 0xE0100 and <= 0xE01EF),
        _ => rune.Value is 0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0 or 0xFFFD,
    };

    // Greek, Cyrillic, Armenian, Cherokee, and the wide and mathematical forms of Latin letters.
    private static bool IsLookAlike(Rune rune) => rune.Value is (>= 0x0370 and <= 0x058F) or (>= 0x13A0 and <= 0x13FF)
        or (>= 0x1D400 and <= 0x1D7FF) or (>= 0xFF01 and <= 0xFF5E);

    private static bool IsAmongLatin(Rune[] runes, int at)
    {
        var (from, to) = (at, at);
        while (from > 0 && Rune.IsLetterOrDigit(runes[from - 1]))
        {
            from--;
        }

        while (to + 1 < runes.Length && Rune.IsLetterOrDigit(runes[to + 1]))
        {
            to++;
        }

        return runes.AsSpan(from..(to + 1)).ContainsAnyInRange(new Rune('A'), new Rune('z'));
    }
}
