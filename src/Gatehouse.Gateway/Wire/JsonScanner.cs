using System.Buffers;

namespace Gatehouse.Gateway.Wire;

/// <summary>One pass over one text. No recursion: open containers stand on a stack of fixed size.</summary>
internal ref struct JsonScanner(ReadOnlySpan<byte> json, JsonCaps caps)
{
    private static readonly SearchValues<byte> _stringStops = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(c => (byte)c)]);

    private readonly ReadOnlySpan<byte> _json = json;
    private readonly int _maxDepth = Math.Clamp(caps.MaxDepth, 1, JsonCaps.DepthLimit);
    private readonly int _maxElements = caps.MaxElements;
    private readonly int _maxNumber = caps.MaxNumberLength;
    private readonly int _maxString = caps.MaxStringBytes;
    private JsonFrame.Stack _frames;
    private int _at;
    private int _depth;
    private int _elements;

    public JsonVerdict Run(scoped ref JsonIndex index)
    {
        while (true)
        {
            var verdict = BeginValue(ref index, out var isOpen);
            if (verdict != JsonVerdict.Sound)
            {
                return verdict;
            }

            if (isOpen)
            {
                continue;
            }

            verdict = EndValue(ref index, out var isLast);
            if (verdict != JsonVerdict.Sound || isLast)
            {
                return verdict;
            }
        }
    }

    /// <summary>Reads a scalar or an empty container whole; of any other container the part before its first value.</summary>
    private JsonVerdict BeginValue(scoped ref JsonIndex index, out bool isOpen)
    {
        isOpen = false;
        var first = Peek();
        if (_depth > 0 && _frames[_depth - 1] is { Start: >= 0 } owner)
        {
            index[owner.Member].ValueStart = _at;
        }

        switch (first)
        {
            case (byte)'"':
                return SkipString(out _);
            case (byte)'{' or (byte)'[':
                return Open(first == (byte)'{', ref index, out isOpen);
            case (byte)'t':
                return SkipWord("true"u8);
            case (byte)'f':
                return SkipWord("false"u8);
            case (byte)'n':
                return SkipWord("null"u8);
            default:
                return SkipNumber();
        }
    }

    private JsonVerdict Open(bool isObject, scoped ref JsonIndex index, out bool isOpen)
    {
        isOpen = false;
        if (_depth == _maxDepth)
        {
            return JsonVerdict.TooDeep;
        }

        _frames[_depth++] = new JsonFrame(isObject ? _at : -1, 0);
        _at++;
        var next = Peek();
        if (next == (isObject ? '}' : ']'))
        {
            _at++;
            _depth--;
            return JsonVerdict.Sound;
        }

        isOpen = true;
        return NextElement(ref index);
    }

    /// <summary>Behind a value: closes what ends here and stands before the next value.</summary>
    private JsonVerdict EndValue(scoped ref JsonIndex index, out bool isLast)
    {
        isLast = false;
        while (_depth > 0)
        {
            var frame = _frames[_depth - 1];
            if (frame.Start >= 0)
            {
                index[frame.Member].ValueEnd = _at;
            }

            var next = Peek();
            if (next == ',')
            {
                _at++;
                return NextElement(ref index);
            }

            if (next != (frame.Start >= 0 ? '}' : ']'))
            {
                return JsonVerdict.Malformed;
            }

            _at++;
            _depth--;
        }

        isLast = true;
        Peek();
        return _at == _json.Length ? JsonVerdict.Sound : JsonVerdict.Malformed;
    }

    /// <summary>Counts an item, or a member and reads its name and colon.</summary>
    private JsonVerdict NextElement(scoped ref JsonIndex index)
    {
        if (++_elements > _maxElements)
        {
            return JsonVerdict.TooManyElements;
        }

        ref var frame = ref _frames[_depth - 1];
        if (frame.Start < 0)
        {
            return JsonVerdict.Sound;
        }

        if (Peek() != '"')
        {
            return JsonVerdict.Malformed;
        }

        var start = _at + 1;
        var verdict = SkipString(out var isEscaped);
        if (verdict != JsonVerdict.Sound)
        {
            return verdict;
        }

        frame.Member = index.Add(_json, frame.Start, start, _at - 1 - start, isEscaped);
        if (frame.Member < 0)
        {
            return JsonVerdict.DuplicateMember;
        }

        if (Peek() != ':')
        {
            return JsonVerdict.Malformed;
        }

        _at++;
        return JsonVerdict.Sound;
    }

    /// <summary>Passes over blanks; the byte behind them, or -1 at the end.</summary>
    private int Peek()
    {
        while ((uint)_at < (uint)_json.Length)
        {
            var c = _json[_at];
            if (c > 0x20 || (c != ' ' && c != '\n' && c != '\r' && c != '\t'))
            {
                return c;
            }

            _at++;
        }

        return -1;
    }

    private JsonVerdict SkipString(out bool isEscaped)
    {
        isEscaped = false;
        var start = ++_at;
        while (true)
        {
            var stop = _json[_at..].IndexOfAny(_stringStops);
            if (stop < 0)
            {
                return JsonVerdict.Malformed;
            }

            _at += stop;
            if (_json[_at] == '"')
            {
                return _at++ - start > _maxString ? JsonVerdict.StringTooLong : JsonVerdict.Sound;
            }

            if (_json[_at] != '\\')
            {
                return JsonVerdict.Malformed;
            }

            isEscaped = true;
            var verdict = SkipEscape();
            if (verdict != JsonVerdict.Sound)
            {
                return verdict;
            }
        }
    }

    private JsonVerdict SkipEscape()
    {
        if (_at + 1 >= _json.Length)
        {
            return JsonVerdict.Malformed;
        }

        if (_json[_at + 1] != 'u')
        {
            var isKnown = "\"\\/bfnrt"u8.Contains(_json[_at + 1]);
            _at += 2;
            return isKnown ? JsonVerdict.Sound : JsonVerdict.Malformed;
        }

        var unit = JsonString.Hex4(_json[(_at + 2)..]);
        if (unit < 0)
        {
            return JsonVerdict.Malformed;
        }

        _at += 6;
        if (!char.IsSurrogate((char)unit))
        {
            return JsonVerdict.Sound;
        }

        if (char.IsLowSurrogate((char)unit) || !_json[_at..].StartsWith("\\u"u8))
        {
            return JsonVerdict.LoneSurrogate;
        }

        var low = JsonString.Hex4(_json[(_at + 2)..]);
        _at += 6;
        return low < 0 ? JsonVerdict.Malformed
            : char.IsLowSurrogate((char)low) ? JsonVerdict.Sound
            : JsonVerdict.LoneSurrogate;
    }

    private JsonVerdict SkipWord(ReadOnlySpan<byte> word)
    {
        if (!_json[_at..].StartsWith(word))
        {
            return JsonVerdict.Malformed;
        }

        _at += word.Length;
        return JsonVerdict.Sound;
    }

    private JsonVerdict SkipNumber()
    {
        var length = JsonNumber.Length(_json[_at..]);
        _at += Math.Max(length, 0);
        return length < 0 ? JsonVerdict.Malformed : length > _maxNumber ? JsonVerdict.NumberTooLong : JsonVerdict.Sound;
    }
}
