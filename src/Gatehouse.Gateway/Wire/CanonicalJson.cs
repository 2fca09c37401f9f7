using System.Buffers;

namespace Gatehouse.Gateway.Wire;

/// <summary>
/// One text for all spellings of a JSON value: members sorted by the bytes of their names, fewest escapes, numbers as
/// they came, no blanks.
/// </summary>
/// <remarks>Section 6 of the policy language. The same form is hashed for approvals and for tool definitions.</remarks>
internal static class CanonicalJson
{
    /// <summary>Writes the canonical text; false when the strict reader refuses the value.</summary>
    /// <param name="to">Receives the text.</param>
    /// <param name="json">One JSON text.</param>
    /// <param name="caps">Its caps; they also bound the depth of the recursion here.</param>
    /// <param name="without">Member names of the outermost object that are left off.</param>
    public static bool Write(
        IBufferWriter<byte> to, ReadOnlySpan<byte> json, JsonCaps caps, params ReadOnlySpan<string> without)
    {
        var index = new JsonIndex(
            stackalloc JsonMember[JsonIndex.StackMembers], stackalloc int[JsonIndex.StackSlots]);
        try
        {
            if (JsonScan.Read(json, caps, ref index) != JsonVerdict.Sound)
            {
                return false;
            }

            Value(to, json, json.IndexOfAnyExcept(" \t\r\n"u8), index, 0, without);
            return true;
        }
        finally
        {
            index.Dispose();
        }
    }

    private static void Value(
        IBufferWriter<byte> to, ReadOnlySpan<byte> json, int at, scoped in JsonIndex index, int next,
        ReadOnlySpan<string> without)
    {
        switch (json[at])
        {
            case (byte)'{':
                Object(to, json, at, index, next, without);
                break;
            case (byte)'[':
                Array(to, json, at, index);
                break;
            case (byte)'"':
                String(to, json[(at + 1)..(JsonItems.SkipString(json, at) - 1)]);
                break;
            default:
                to.Write(json[at..JsonItems.Skip(json, at)]);
                break;
        }
    }

    private static void Object(
        IBufferWriter<byte> to, ReadOnlySpan<byte> json, int at, scoped in JsonIndex index, int next,
        ReadOnlySpan<string> without)
    {
        var end = JsonItems.Skip(json, at);
        var members = new List<(byte[] Name, int Member)>();
        for (var i = next; i < index.Count && index[i].NameStart < end; i++)
        {
            if (index[i].Parent == at)
            {
                members.Add((Decoded(index[i].Name(json)), i));
            }
        }

        members.Sort(static (left, right) => left.Name.AsSpan().SequenceCompareTo(right.Name));
        to.Write("{"u8);
        var isFirst = true;
        foreach (var (name, member) in members)
        {
            if (Contains(without, name))
            {
                continue;
            }

            to.Write(isFirst ? ""u8 : ","u8);
            isFirst = false;
            String(to, index[member].Name(json));
            to.Write(":"u8);
            Value(to, json, index[member].ValueStart, index, member + 1, []);
        }

        to.Write("}"u8);
    }

    private static void Array(IBufferWriter<byte> to, ReadOnlySpan<byte> json, int at, scoped in JsonIndex index)
    {
        to.Write("["u8);
        var isFirst = true;
        foreach (var range in new JsonItems(json[at..]))
        {
            to.Write(isFirst ? ""u8 : ","u8);
            isFirst = false;
            var start = at + range.Start.Value;
            Value(to, json, start, index, index.FirstBehind(start), []);
        }

        to.Write("]"u8);
    }

    /// <summary>A string as short as JSON allows: only quote, backslash and control characters are escaped.</summary>
    internal static void String(IBufferWriter<byte> to, ReadOnlySpan<byte> text)
    {
        to.Write("\""u8);
        if (text.Contains((byte)'\\'))
        {
            Escape(to, Decoded(text));
        }
        else
        {
            to.Write(text);
        }

        to.Write("\""u8);
    }

    /// <summary>Writes decoded text with the fewest escapes, without quotes.</summary>
    internal static void Escape(IBufferWriter<byte> to, ReadOnlySpan<byte> decoded)
    {
        while (decoded.IndexOfAny(_escaped) is >= 0 and var stop)
        {
            to.Write(decoded[..stop]);
            var c = decoded[stop];
            var letter = "\"\"\\\\\bb\ff\nn\rr\tt"u8;
            var place = letter.IndexOf(c);
            if (c is (byte)'"' or (byte)'\\' || (c < 0x20 && place >= 0))
            {
                to.Write([(byte)'\\', letter[place + 1]]);
            }
            else
            {
                to.Write("\\u00"u8);
                to.Write(["0123456789abcdef"u8[c >> 4], "0123456789abcdef"u8[c & 15]]);
            }

            decoded = decoded[(stop + 1)..];
        }

        to.Write(decoded);
    }

    private static readonly SearchValues<byte> _escaped = SearchValues.Create(
        [(byte)'"', (byte)'\\', .. Enumerable.Range(0, 0x20).Select(c => (byte)c)]);

    private static byte[] Decoded(ReadOnlySpan<byte> text)
    {
        var decoded = new byte[text.Length];
        return decoded[..JsonString.Unescape(text, decoded)];
    }

    private static bool Contains(ReadOnlySpan<string> names, ReadOnlySpan<byte> name)
    {
        foreach (var left in names)
        {
            if (name.SequenceEqual(System.Text.Encoding.UTF8.GetBytes(left)))
            {
                return true;
            }
        }

        return false;
    }
}
