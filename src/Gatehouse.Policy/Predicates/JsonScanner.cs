using System.Buffers;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Predicates;

/// <summary>A cursor over strict JSON that only knows where values begin and end.</summary>
/// <remarks>INVARIANT: the text has passed the strict reader. What is not JSON is a bug of the caller and throws.</remarks>
internal ref struct JsonScanner(ReadOnlySpan<byte> json, int at = 0)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> ScalarEnd = SearchValues.Create(",]} \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _json = json;

    /// <summary>Where the next byte is read.</summary>
    public int At { get; private set; } = at;

    /// <summary>Skips blanks and says which type begins here; <c>null</c> is missing.</summary>
    public ArgumentKind PeekKind()
    {
        SkipBlanks();
        return KindOf(Current);
    }

    /// <summary>The type of a value from its first byte.</summary>
    public static ArgumentKind KindOf(byte first) => first switch
    {
        (byte)'"' => ArgumentKind.String,
        (byte)'{' => ArgumentKind.Object,
        (byte)'[' => ArgumentKind.Array,
        (byte)'t' => ArgumentKind.True,
        (byte)'f' => ArgumentKind.False,
        (byte)'n' => ArgumentKind.Missing,
        (byte)'-' or (>= (byte)'0' and <= (byte)'9') => ArgumentKind.Number,
        _ => throw NotJson(),
    };

    /// <summary>Steps into a container; false where it is empty, and then it is left again.</summary>
    public bool Enter(byte close)
    {
        At++;
        SkipBlanks();
        if (Current != close)
        {
            return true;
        }

        At++;
        return false;
    }

    /// <summary>Steps over the comma to the next part; false at the end of the container, which is then left.</summary>
    public bool Next(byte close)
    {
        SkipBlanks();
        var next = Current;
        At++;
        if (next == (byte)',')
        {
            SkipBlanks();
            return true;
        }

        return next == close ? false : throw NotJson();
    }

    /// <summary>Reads a member's name and its colon: the bytes between the quotes.</summary>
    public ReadOnlySpan<byte> Name(out bool escaped)
    {
        if (Current != (byte)'"')
        {
            throw NotJson();
        }

        var start = At + 1;
        SkipString(out escaped);
        var name = _json[start..(At - 1)];
        SkipBlanks();
        if (Current != (byte)':')
        {
            throw NotJson();
        }

        At++;
        SkipBlanks();
        return name;
    }

    /// <summary>Skips one value, however deep, without recursion.</summary>
    public void SkipValue()
    {
        var first = Current;
        if (first == (byte)'"')
        {
            SkipString(out _);
        }
        else if (first is (byte)'{' or (byte)'[')
        {
            SkipContainer();
        }
        else
        {
            var length = _json[At..].IndexOfAny(ScalarEnd);
            At = length < 0 ? _json.Length : At + length;
        }
    }

    /// <summary>Skips <c>null</c> and nothing else.</summary>
    public void SkipNull()
    {
        if (!_json[At..].StartsWith("null"u8))
        {
            throw NotJson();
        }

        At += 4;
    }

    /// <summary>Skips blanks.</summary>
    public void SkipBlanks()
    {
        while ((uint)At < (uint)_json.Length && _json[At] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            At++;
        }
    }

    private readonly byte Current => (uint)At < (uint)_json.Length ? _json[At] : throw NotJson();

    private void SkipContainer()
    {
        var depth = 0;
        do
        {
            var next = _json[At..].IndexOfAny(Structure);
            if (next < 0)
            {
                throw NotJson();
            }

            At += next;
            switch (_json[At])
            {
                case (byte)'"':
                    SkipString(out _);
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    At++;
                    break;
                default:
                    depth--;
                    At++;
                    break;
            }
        }
        while (depth > 0);
    }

    private void SkipString(out bool escaped)
    {
        escaped = false;
        At++;
        while (true)
        {
            var next = _json[At..].IndexOfAny((byte)'"', (byte)'\\');
            if (next < 0)
            {
                throw NotJson();
            }

            At += next + 1;
            if (_json[At - 1] == (byte)'"')
            {
                return;
            }

            escaped = true;
            At++;
        }
    }

    private static InvalidOperationException NotJson() => new("The arguments are not strict JSON.");
}
