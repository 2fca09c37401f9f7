using System.Buffers;

namespace Gatehouse.Gateway.Wire;

/// <summary>Walks the items of an array that the scanner found sound.</summary>
internal ref struct JsonItems(ReadOnlySpan<byte> array)
{
    private static readonly SearchValues<byte> _brackets = SearchValues.Create("\"{}[]"u8);
    private readonly ReadOnlySpan<byte> _array = array;
    private int _at = 1;

    /// <summary>Offset of the item in the array's text.</summary>
    public int Start { get; private set; }

    /// <summary>Offset behind the item.</summary>
    public int End => _at;

    public readonly JsonItems GetEnumerator() => this;

    public bool MoveNext()
    {
        _at += _array[_at..].IndexOfAnyExcept(" \t\r\n,"u8);
        if (_array[_at] == ']')
        {
            return false;
        }

        Start = _at;
        _at = Skip(_array, _at);
        return true;
    }

    public readonly Range Current => Start.._at;

    /// <summary>The offset behind the value that begins at an offset of validated JSON.</summary>
    public static int Skip(ReadOnlySpan<byte> json, int at)
    {
        if (json[at] is not ((byte)'{' or (byte)'[' or (byte)'"'))
        {
            var end = json[at..].IndexOfAny(" \t\r\n,]}"u8);
            return end < 0 ? json.Length : at + end;
        }

        var depth = 0;
        while (true)
        {
            at += json[at..].IndexOfAny(_brackets);
            if (json[at] == '"')
            {
                at = SkipString(json, at);
            }
            else
            {
                depth += json[at++] is (byte)'{' or (byte)'[' ? 1 : -1;
            }

            if (depth == 0)
            {
                return at;
            }
        }
    }

    /// <summary>The offset behind the string whose opening quote stands at an offset of validated JSON.</summary>
    public static int SkipString(ReadOnlySpan<byte> json, int at)
    {
        at++;
        while (true)
        {
            at += json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (json[at] == '"')
            {
                return at + 1;
            }

            at += 2;
        }
    }
}
