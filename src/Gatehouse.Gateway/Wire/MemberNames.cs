using System.Text;

namespace Gatehouse.Gateway.Wire;

/// <summary>The member names that one kind of object is known to have.</summary>
/// <remarks>
/// SECURITY: a member that differs from a known one only in letter case is refused, since there are parsers that take
/// one for the other. Folding is ASCII with U+017F and U+212A, the two characters beyond it that fold to ASCII letters.
/// </remarks>
internal sealed class MemberNames
{
    public const int Unknown = -1;
    public const int CaseTwin = -2;

    /// <summary>A name with this many bytes as written is none of ours, in whatever spelling.</summary>
    private const int LongestSpelling = 512;

    private readonly byte[][] _names;

    public MemberNames(params string[] names) => _names = [.. names.Select(Encoding.UTF8.GetBytes)];

    public int Count => _names.Length;

    /// <summary>The place of the name in the list, <see cref="Unknown"/>, or <see cref="CaseTwin"/>.</summary>
    public int Find(ReadOnlySpan<byte> name, bool isEscaped)
    {
        if (name.Length > LongestSpelling)
        {
            return Unknown;
        }

        if (isEscaped)
        {
            Span<byte> decoded = stackalloc byte[LongestSpelling];
            return Find(decoded[..JsonString.Unescape(name, decoded)]);
        }

        return Find(name);
    }

    /// <summary>Finds the known members of the object that begins at <paramref name="parent"/>.</summary>
    /// <param name="index">The text's members.</param>
    /// <param name="json">The text.</param>
    /// <param name="from">The first member that may belong to the object.</param>
    /// <param name="parent">Offset of the object's brace.</param>
    /// <param name="found">Receives for each known name the member's number, or -1.</param>
    /// <returns>The worst that was met: 0, <see cref="Unknown"/> or <see cref="CaseTwin"/>.</returns>
    public int Locate(
        scoped in JsonIndex index, ReadOnlySpan<byte> json, int from, int parent, Span<int> found)
    {
        var end = from > 0 ? index[from - 1].ValueEnd : json.Length;
        return Locate(index, json, from, parent, end, found);
    }

    /// <summary>The same for an object that is no member's value but an array's item.</summary>
    public int LocateWithin(
        scoped in JsonIndex index, ReadOnlySpan<byte> json, int from, int parent, Span<int> found) =>
        Locate(index, json, from, parent, JsonItems.Skip(json, parent), found);

    private int Locate(
        scoped in JsonIndex index, ReadOnlySpan<byte> json, int from, int parent, int end, Span<int> found)
    {
        found.Fill(-1);
        var worst = 0;
        for (var i = from; i < index.Count && index[i].NameStart < end; i++)
        {
            ref readonly var member = ref index[i];
            if (member.Parent != parent)
            {
                continue;
            }

            var place = Find(member.Name(json), member.IsEscaped);
            if (place >= 0)
            {
                found[place] = i;
            }
            else
            {
                worst = Math.Min(worst, place);
            }
        }

        return worst;
    }

    private int Find(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            if (name.SequenceEqual(_names[i]))
            {
                return i;
            }
        }

        foreach (var known in _names)
        {
            if (FoldsTo(name, known))
            {
                return CaseTwin;
            }
        }

        return Unknown;
    }

    private static bool FoldsTo(ReadOnlySpan<byte> name, ReadOnlySpan<byte> known)
    {
        if (name.Length < known.Length)
        {
            return false;
        }

        foreach (var expected in known)
        {
            if (name.IsEmpty)
            {
                return false;
            }

            var folded = Fold(name, out var taken);
            if (folded != Fold(expected))
            {
                return false;
            }

            name = name[taken..];
        }

        return name.IsEmpty;
    }

    private static byte Fold(ReadOnlySpan<byte> name, out int taken)
    {
        if (name.StartsWith("\u017F"u8))
        {
            taken = 2;
            return (byte)'s';
        }

        if (name.StartsWith("\u212A"u8))
        {
            taken = 3;
            return (byte)'k';
        }

        taken = 1;
        return Fold(name[0]);
    }

    private static byte Fold(byte c) => c is >= (byte)'A' and <= (byte)'Z' ? (byte)(c | 0x20) : c;
}
