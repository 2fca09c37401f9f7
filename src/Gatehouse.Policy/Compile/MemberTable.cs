using System.Text;
using Gatehouse.Policy.Predicates;

namespace Gatehouse.Policy.Compile;

/// <summary>The member steps from one node, found by a member's name however its letter case is.</summary>
internal sealed class MemberTable
{
    private const int FewGroups = 6;

    private readonly MemberGroup[] _groups;
    private readonly uint[] _outlines;
    private readonly Dictionary<uint, MemberGroup[]>? _byHash;
    private readonly ulong _lengths;
    private readonly int _longest;

    public MemberTable(IEnumerable<PathNode> children)
    {
        Children = [.. children];
        _groups = [.. Children
            .GroupBy(child => Convert.ToHexString(NameFolding.Fold(Encoding.UTF8.GetString(child.Key))))
            .Select(group => new MemberGroup(Convert.FromHexString(group.Key), [.. group]))];
        foreach (var group in _groups)
        {
            _lengths |= 1UL << (group.Folded.Length & 63);
            _longest = Math.Max(_longest, group.Folded.Length);
        }

        _outlines = [.. _groups.Select(group => Outline(group.Folded))];
        if (_groups.Length > FewGroups)
        {
            _byHash = _groups.GroupBy(group => Hash(group.Folded)).ToDictionary(same => same.Key, same => same.ToArray());
        }
    }

    /// <summary>All member steps.</summary>
    public PathNode[] Children { get; }

    /// <summary>The steps whose key equals the name when letter case is ignored; null where there is none.</summary>
    public MemberGroup? Find(ReadOnlySpan<byte> name, bool escaped)
    {
        if (escaped || !Ascii.IsValid(name))
        {
            return name.Length <= NameFolding.LongestSource(_longest) ? FindUnusual(name) : null;
        }

        if ((_lengths & (1UL << (name.Length & 63))) == 0)
        {
            return null;
        }

        return _byHash is null ? Among(name) : Among(_byHash.GetValueOrDefault(Hash(name), []), name);
    }

    // A name with escapes or beyond ASCII is brought into its folded form, in a buffer that the longest key bounds.
    private MemberGroup? FindUnusual(ReadOnlySpan<byte> name)
    {
        var plain = name.Length <= 256 ? stackalloc byte[256] : new byte[name.Length];
        plain = plain[..JsonText.Unescape(name, plain)];
        var folded = plain.Length <= 256 ? stackalloc byte[512] : new byte[plain.Length * 2];
        folded = folded[..NameFolding.Fold(plain, folded)];
        foreach (var group in _groups)
        {
            if (folded.SequenceEqual(group.Folded))
            {
                return group;
            }
        }

        return null;
    }

    // Comparing without letter case is dear, so only names of one outline are compared.
    private MemberGroup? Among(ReadOnlySpan<byte> asciiName)
    {
        var outline = Outline(asciiName);
        for (var i = 0; i < _outlines.Length; i++)
        {
            if (_outlines[i] == outline && Ascii.EqualsIgnoreCase(asciiName, _groups[i].Folded))
            {
                return _groups[i];
            }
        }

        return null;
    }

    private static MemberGroup? Among(MemberGroup[] groups, ReadOnlySpan<byte> asciiName)
    {
        foreach (var group in groups)
        {
            if (group.Folded.Length == asciiName.Length && Ascii.EqualsIgnoreCase(asciiName, group.Folded))
            {
                return group;
            }
        }

        return null;
    }

    // Length, first and last byte; the bit that is set takes the letter case out, and may make other names alike too.
    private static uint Outline(ReadOnlySpan<byte> name) => name.IsEmpty
        ? 0
        : ((uint)name.Length << 16) | ((uint)(name[0] | 0x20) << 8) | (uint)(name[^1] | 0x20);

    // FNV-1a over the upper-cased bytes, so that all variants of a name meet.
    private static uint Hash(ReadOnlySpan<byte> name)
    {
        var hash = 2166136261u;
        foreach (var octet in name)
        {
            var upper = octet is >= (byte)'a' and <= (byte)'z' ? (byte)(octet - 32) : octet;
            hash = (hash ^ upper) * 16777619u;
        }

        return hash;
    }
}
