using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Gatehouse.Gateway.Wire;

/// <summary>One pass over one text. No recursion: open containers stand on a stack of fixed size.</summary>
/// <remarks>
/// Every step takes an offset and returns the offset behind what it read, or a refusal as a negative number: an offset
/// that stays in a register is half of the speed.
/// </remarks>
internal ref struct JsonScanner(ReadOnlySpan<byte> json, JsonCaps caps)
{
    private static readonly SearchValues<byte> _stringStops = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(c => (byte)c)]);

    private readonly ReadOnlySpan<byte> _json = json;
    private readonly int _maxDepth = Math.Clamp(caps.MaxDepth, 1, JsonCaps.DepthLimit);
    private readonly int _maxElements = caps.MaxElements;
    private readonly int _maxNumber = caps.MaxNumberLength;
    private readonly int _maxString = caps.MaxStringBytes;

    // The containers around the current one; outside of all containers the current one is no object.
    private JsonFrame.Stack _outer;
    private JsonFrame _current = new(-1, 0);
    private int _depth;
    private int _elements;

    public JsonVerdict Run(scoped ref JsonIndex index)
    {
        var at = SkipBlanks(0);
        while (true)
        {
            if (_current.Start >= 0)
            {
                index[_current.Member].ValueStart = at;
            }

            at = BeginValue(at, ref index, out var isOpen);
            if (at >= 0 && !isOpen)
            {
                at = EndValue(at, ref index);
                if (at >= 0 && _depth == 0)
                {
                    return at == _json.Length ? JsonVerdict.Sound : JsonVerdict.Malformed;
                }
            }

            if (at < 0)
            {
                return (JsonVerdict)~at;
            }
        }
    }

    private static int Refuse(JsonVerdict verdict) => ~(int)verdict;

    /// <summary>Reads a scalar or an empty container whole; of any other container the part before its first value.</summary>
    private int BeginValue(int at, scoped ref JsonIndex index, out bool isOpen)
    {
        isOpen = false;
        switch (Byte(at))
        {
            case '"':
                return SkipString(at, out _);
            case '{':
                return Open(at, at, '}', ref index, out isOpen);
            case '[':
                return Open(at, -1, ']', ref index, out isOpen);
            case 't':
                return SkipWord(at, "true"u8);
            case 'f':
                return SkipWord(at, "false"u8);
            case 'n':
                return SkipWord(at, "null"u8);
            default:
                return SkipNumber(at);
        }
    }

    private int Open(int at, int start, char close, scoped ref JsonIndex index, out bool isOpen)
    {
        isOpen = false;
        if (_depth == _maxDepth)
        {
            return Refuse(JsonVerdict.TooDeep);
        }

        at = SkipBlanks(at + 1);
        if (Byte(at) == close)
        {
            return at + 1;
        }

        isOpen = true;
        _outer[_depth++] = _current;
        _current = new JsonFrame(start, 0);
        return NextElement(at, ref index);
    }

    /// <summary>Behind a value: closes what ends here and stands before the next value, or at the end of the text.</summary>
    private int EndValue(int at, scoped ref JsonIndex index)
    {
        while (_depth > 0)
        {
            var isObject = _current.Start >= 0;
            if (isObject)
            {
                index[_current.Member].ValueEnd = at;
            }

            at = SkipBlanks(at);
            var next = Byte(at);
            if (next == ',')
            {
                return NextElement(SkipBlanks(at + 1), ref index);
            }

            if (next != (isObject ? '}' : ']'))
            {
                return Refuse(JsonVerdict.Malformed);
            }

            at++;
            _current = _outer[--_depth];
        }

        return SkipBlanks(at);
    }

    /// <summary>Counts an item, or a member and reads its name and colon; stands before its value.</summary>
    private int NextElement(int at, scoped ref JsonIndex index)
    {
        if (++_elements > _maxElements)
        {
            return Refuse(JsonVerdict.TooManyElements);
        }

        if (_current.Start < 0)
        {
            return at;
        }

        if (Byte(at) != '"')
        {
            return Refuse(JsonVerdict.Malformed);
        }

        var start = at + 1;
        at = SkipString(at, out var isEscaped);
        if (at < 0)
        {
            return at;
        }

        _current.Member = index.Add(_json, _current.Start, start, at - 1 - start, isEscaped);
        if (_current.Member < 0)
        {
            return Refuse(JsonVerdict.DuplicateMember);
        }

        at = SkipBlanks(at);
        return Byte(at) == ':' ? SkipBlanks(at + 1) : Refuse(JsonVerdict.Malformed);
    }

    /// <summary>The byte at an offset; -1 at the end.</summary>
    private readonly int Byte(int at) => (uint)at < (uint)_json.Length ? _json[at] : -1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int SkipBlanks(int at)
    {
        while ((uint)at < (uint)_json.Length && _json[at] is (byte)' ' or (byte)'\n' or (byte)'\r' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    private readonly int SkipString(int at, out bool isEscaped)
    {
        isEscaped = false;
        var start = ++at;
        while (true)
        {
            at = StringStop(at);
            switch (Byte(at))
            {
                case '"':
                    return at - start > _maxString ? Refuse(JsonVerdict.StringTooLong) : at + 1;
                case '\\':
                    isEscaped = true;
                    at = SkipEscape(at);
                    if (at < 0)
                    {
                        return at;
                    }

                    break;
                default:
                    return Refuse(JsonVerdict.Malformed);
            }
        }
    }

    /// <summary>The first quote, backslash or control character from an offset on, or the end of the text.</summary>
    private readonly int StringStop(int at)
    {
        // Most strings end within these bytes, and the general search costs more to begin than they do to look at.
        if (at <= _json.Length - Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(_json.Slice(at, Vector128<byte>.Count));
            var stops = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'))
                | Vector128.LessThan(bytes, Vector128.Create((byte)0x20));
            if (stops != Vector128<byte>.Zero)
            {
                return at + BitOperations.TrailingZeroCount(stops.ExtractMostSignificantBits());
            }

            at += Vector128<byte>.Count;
        }

        if (at > _json.Length)
        {
            return _json.Length;
        }

        var length = _json[at..].IndexOfAny(_stringStops);
        return length < 0 ? _json.Length : at + length;
    }

    private readonly int SkipEscape(int at)
    {
        var letter = Byte(at + 1);
        if (letter != 'u')
        {
            return letter >= 0 && "\"\\/bfnrt"u8.Contains((byte)letter) ? at + 2 : Refuse(JsonVerdict.Malformed);
        }

        var unit = JsonString.Hex4(_json[(at + 2)..]);
        if (unit < 0)
        {
            return Refuse(JsonVerdict.Malformed);
        }

        at += 6;
        if (!char.IsSurrogate((char)unit))
        {
            return at;
        }

        if (char.IsLowSurrogate((char)unit) || !_json[at..].StartsWith("\\u"u8))
        {
            return Refuse(JsonVerdict.LoneSurrogate);
        }

        var low = JsonString.Hex4(_json[(at + 2)..]);
        return low < 0 ? Refuse(JsonVerdict.Malformed)
            : char.IsLowSurrogate((char)low) ? at + 6
            : Refuse(JsonVerdict.LoneSurrogate);
    }

    private readonly int SkipWord(int at, ReadOnlySpan<byte> word) =>
        _json[at..].StartsWith(word) ? at + word.Length : Refuse(JsonVerdict.Malformed);

    private readonly int SkipNumber(int at)
    {
        var end = JsonNumber.End(_json, at);
        return end < 0 ? Refuse(JsonVerdict.Malformed)
            : end - at > _maxNumber ? Refuse(JsonVerdict.NumberTooLong)
            : end;
    }
}
