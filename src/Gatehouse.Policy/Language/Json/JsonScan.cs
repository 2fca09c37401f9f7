using System.Text;
using System.Text.Json;

namespace Gatehouse.Policy.Language.Json;

/// <summary>Reads strict JSON into values that know where they stand.</summary>
/// <remarks>
/// What can be stepped over (a comment, a trailing comma, a repeated member, a lone surrogate, a byte-order mark) is
/// reported and reading goes on, so that one look shows everything; any other fault of the text ends it.
/// SPEC: RFC 8259, and `policy-language` section 7.
/// </remarks>
internal ref struct JsonScan
{
    private const int DepthCap = 64;
    private const int NameCap = 1_024;
    private readonly ReadOnlySpan<byte> _text;
    private readonly FindingSink _sink;
    private int _at;
    private int _depth;

    private JsonScan(ReadOnlySpan<byte> text, FindingSink sink)
    {
        _text = text;
        _sink = sink;
    }

    /// <summary>The document, or null when the text ends it; the sink says why.</summary>
    public static JsonValue? Read(ReadOnlySpan<byte> text, FindingSink sink)
    {
        if (!TextChecks.Pass(text, sink))
        {
            return null;
        }

        var scan = new JsonScan(text, sink) { _at = TextChecks.MarkLength(text) };
        scan.SkipBlanks();
        if (scan.Value(null, null, 0) is not { } root)
        {
            return null;
        }

        scan.SkipBlanks();
        if (scan._at < text.Length)
        {
            scan.Fail("there is text behind the end of the document", null);
            return null;
        }

        return root;
    }

    private JsonValue? Value(JsonValue? parent, string? name, int index)
    {
        var value = new JsonValue(_at, parent, name, index);
        var good = Peek() switch
        {
            (byte)'{' => Nested(value, JsonValueKind.Object),
            (byte)'[' => Nested(value, JsonValueKind.Array),
            (byte)'"' => String(value),
            (byte)'-' or (>= (byte)'0' and <= (byte)'9') => Number(value),
            (byte)'t' => Word(value, "true"u8, JsonValueKind.True),
            (byte)'f' => Word(value, "false"u8, JsonValueKind.False),
            (byte)'n' => Word(value, "null"u8, JsonValueKind.Null),
            _ => Fail("a value is missing here", "write a \"string\", a number, true, false, null, [ ] or { }"),
        };
        value.End = _at;
        return good ? value : null;
    }

    private bool Nested(JsonValue value, JsonValueKind kind)
    {
        if (++_depth > DepthCap)
        {
            _sink.Add(FindingCode.JsonTooDeep, value, $"the document nests deeper than {DepthCap} levels");
            return false;
        }

        value.Kind = kind;
        _at++;
        var good = kind == JsonValueKind.Object ? Members(value) : Elements(value);
        _depth--;
        return good;
    }

    private bool Members(JsonValue value)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        SkipBlanks();
        while (Peek() != '}')
        {
            var nameStart = _at;
            if (Peek() != '"')
            {
                return Fail("a member's name in double quotes is missing here", null);
            }

            if (!JsonStrings.Read(_text, ref _at, _sink, out var name))
            {
                return false;
            }

            SkipBlanks();
            if (Peek() != ':')
            {
                return Fail("`:` is missing behind a member's name", null);
            }

            _at++;
            SkipBlanks();
            var kept = Shorten(name);
            if (Value(value, kept, 0) is not { } member)
            {
                return false;
            }

            Keep(value, names, name, new JsonMember(kept, nameStart, member));
            if (!Next((byte)'}'))
            {
                return false;
            }
        }

        _at++;
        return true;
    }

    // A name that is too long would stand in every pointer below it.
    private static string Shorten(string name) => name.Length <= NameCap ? name
        : name.EnumerateRunes().Count() <= NameCap ? name
        : string.Concat(name.EnumerateRunes().Take(NameCap)) + "…";

    private readonly void Keep(JsonValue value, HashSet<string> names, string name, JsonMember member)
    {
        if (member.Name.Length != name.Length)
        {
            _sink.Add(FindingCode.TextTooLong, member, $"this name has more than {NameCap} characters");
        }

        if (names.Add(name))
        {
            value.Members.Add(member);
            return;
        }

        _sink.Add(
            FindingCode.MemberRepeated, member, $"the member {Quote.Text(name)} stands here a second time",
            "keep one of the two: readers of JSON disagree on which one counts");
    }

    private bool Elements(JsonValue value)
    {
        SkipBlanks();
        while (Peek() != ']')
        {
            if (Value(value, null, value.Elements.Count) is not { } element)
            {
                return false;
            }

            value.Elements.Add(element);
            if (!Next((byte)']'))
            {
                return false;
            }
        }

        _at++;
        return true;
    }

    // Steps to the next item, or stands at the closing bracket.
    private bool Next(byte close)
    {
        SkipBlanks();
        if (Peek() == close)
        {
            return true;
        }

        if (Peek() != ',')
        {
            return Fail($"`,` or `{(char)close}` is missing here", null);
        }

        var comma = _at++;
        SkipBlanks();
        if (Peek() == close)
        {
            _sink.Add(FindingCode.JsonTrailingComma, comma, null, "a comma stands before a closing bracket",
                "leave the comma out");
        }

        return true;
    }

    private bool String(JsonValue value)
    {
        value.Kind = JsonValueKind.String;
        var good = JsonStrings.Read(_text, ref _at, _sink, out var text);
        value.Text = text;
        return good;
    }

    private bool Number(JsonValue value)
    {
        value.Kind = JsonValueKind.Number;
        var length = JsonNumbers.Length(_text[_at..]);
        if (length == 0)
        {
            return Fail(
                "this is not a number of JSON", "write it like 10, -0.5 or 1e3, without leading zeros or a plus sign");
        }

        value.Text = Encoding.ASCII.GetString(_text.Slice(_at, length));
        _at += length;
        return true;
    }

    private bool Word(JsonValue value, ReadOnlySpan<byte> word, JsonValueKind kind)
    {
        value.Kind = kind;
        if (!_text[_at..].StartsWith(word))
        {
            return Fail(
                "this word is not of JSON", "write true, false or null in lower case, and texts in double quotes");
        }

        _at += word.Length;
        return true;
    }

    private void SkipBlanks()
    {
        while (_at < _text.Length)
        {
            if (_text[_at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
            {
                _at++;
            }
            else if (_text[_at] == '/' && _at + 1 < _text.Length && _text[_at + 1] is (byte)'/' or (byte)'*')
            {
                SkipComment();
            }
            else
            {
                return;
            }
        }
    }

    private void SkipComment()
    {
        _sink.Add(FindingCode.JsonComment, _at, null, "JSON has no comments", "say it in `description`");
        var end = _text[_at + 1] == '/' ? "\n"u8 : "*/"u8;
        var at = _text[(_at + 2)..].IndexOf(end);
        _at = at < 0 ? _text.Length : _at + 2 + at + end.Length;
    }

    private readonly byte Peek() => _at < _text.Length ? _text[_at] : (byte)0;

    private readonly bool Fail(string message, string? hint)
    {
        _sink.Add(
            FindingCode.JsonSyntax, _at, null, _at < _text.Length ? message
                : "the text ends in the middle of the document", hint);
        return false;
    }
}
