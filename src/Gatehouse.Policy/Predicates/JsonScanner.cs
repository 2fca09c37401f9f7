using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Predicates;

/// <summary>A cursor over strict JSON that only knows where values begin and end.</summary>
/// <remarks>INVARIANT: the text has passed the strict reader. What is not JSON is a bug of the caller and throws.</remarks>
internal ref struct JsonScanner(ReadOnlySpan<byte> json, int start = 0)
{
    private static readonly SearchValues<byte> Structure = SearchValues.Create("\"{}[]"u8);
    private static readonly SearchValues<byte> ScalarEnd = SearchValues.Create(",]} \t\r\n"u8);

    private readonly ReadOnlySpan<byte> _json = json;

    /// <summary>Where the next byte is read.</summary>
    public int At { get; private set; } = start;

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
        var at = AfterBlanks(At);
        var next = Byte(at++);
        if (next == (byte)',')
        {
            At = AfterBlanks(at);
            return true;
        }

        At = at;
        return next == close ? false : throw NotJson();
    }

    /// <summary>Reads a member's name and its colon: the bytes between the quotes.</summary>
    public ReadOnlySpan<byte> Name(out bool escaped)
    {
        var name = At + 1;
        if (Byte(At) != (byte)'"')
        {
            throw NotJson();
        }

        var end = AfterString(At, out escaped);
        var colon = AfterBlanks(end);
        if (Byte(colon) != (byte)':')
        {
            throw NotJson();
        }

        At = AfterBlanks(colon + 1);
        return _json[name..(end - 1)];
    }

    /// <summary>Skips one value, however deep, without recursion.</summary>
    public void SkipValue()
    {
        var first = Current;
        if (first == (byte)'"')
        {
            At = AfterString(At, out _);
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
    public void SkipBlanks() => At = AfterBlanks(At);

    private readonly byte Current => Byte(At);

    private readonly byte Byte(int at) => (uint)at < (uint)_json.Length ? _json[at] : throw NotJson();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly int AfterBlanks(int at)
    {
        while ((uint)at < (uint)_json.Length && _json[at] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            at++;
        }

        return at;
    }

    private void SkipContainer()
    {
        var depth = 0;
        var at = At;
        do
        {
            var next = _json[at..].IndexOfAny(Structure);
            if (next < 0)
            {
                throw NotJson();
            }

            at += next;
            switch (_json[at])
            {
                case (byte)'"':
                    at = AfterString(at, out _);
                    break;
                case (byte)'{' or (byte)'[':
                    depth++;
                    at++;
                    break;
                default:
                    depth--;
                    at++;
                    break;
            }
        }
        while (depth > 0);
        At = at;
    }

    private readonly int AfterString(int at, out bool escaped)
    {
        escaped = false;
        at++;
        while (true)
        {
            at = StringStop(at);
            if (Byte(at) == (byte)'"')
            {
                return at + 1;
            }

            escaped = true;
            at += 2;
        }
    }

    // Most names end within these bytes, and the general search costs more to begin than they do to look at.
    private readonly int StringStop(int at)
    {
        if (at <= _json.Length - Vector128<byte>.Count)
        {
            var bytes = Vector128.Create(_json.Slice(at, Vector128<byte>.Count));
            var stops = Vector128.Equals(bytes, Vector128.Create((byte)'"'))
                | Vector128.Equals(bytes, Vector128.Create((byte)'\\'));
            if (stops != Vector128<byte>.Zero)
            {
                return at + BitOperations.TrailingZeroCount(stops.ExtractMostSignificantBits());
            }

            at += Vector128<byte>.Count;
        }

        var length = at > _json.Length ? -1 : _json[at..].IndexOfAny((byte)'"', (byte)'\\');
        return length < 0 ? throw NotJson() : at + length;
    }

    private static InvalidOperationException NotJson() => new("The arguments are not strict JSON.");
}
