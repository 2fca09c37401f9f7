using System.Globalization;

namespace Gatehouse.Policy.Operators.Urls;

/// <summary>IPv6 addresses as text.</summary>
internal static class IPv6Text
{
    private const int Groups = 8;

    /// <summary>
    /// Whether the text, in small letters and without brackets, is an address as RFC 5952 writes it, and none that
    /// stands for an IPv4 address.
    /// </summary>
    public static bool IsPlain(ReadOnlySpan<byte> text)
    {
        Span<ushort> groups = stackalloc ushort[Groups];
        if (!TryRead(text, groups) || StandsForIPv4(groups))
            return false;
        Span<byte> canonical = stackalloc byte[40];
        return text.SequenceEqual(canonical[..Write(groups, canonical)]);
    }

    private static bool TryRead(ReadOnlySpan<byte> text, Span<ushort> groups)
    {
        groups.Clear();
        var gap = text.IndexOf("::"u8);
        if (gap < 0)
            return TryReadGroups(text, groups, out var all) && all == Groups;
        Span<ushort> tail = stackalloc ushort[Groups];
        if (!TryReadGroups(text[..gap], groups, out var before) || !TryReadGroups(text[(gap + 2)..], tail, out var after))
            return false;
        if (before + after >= Groups)
            return false;
        tail[..after].CopyTo(groups[(Groups - after)..]);
        return true;
    }

    private static bool TryReadGroups(ReadOnlySpan<byte> text, Span<ushort> groups, out int count)
    {
        count = 0;
        while (!text.IsEmpty)
        {
            var end = text.IndexOf((byte)':');
            var group = end < 0 ? text : text[..end];
            if (count == Groups || group.IsEmpty || group.Length > 4 || end == text.Length - 1)
                return false;
            if (!ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out groups[count]))
                return false;
            count++;
            text = end < 0 ? [] : text[(end + 1)..];
        }

        return true;
    }

    // ::ffff:0:0/96 is mapped, ::/96 (but :: and ::1) is compatible, 64:ff9b::/96 is translated.
    private static bool StandsForIPv4(ReadOnlySpan<ushort> groups)
    {
        if (groups[..6] is [0x64, 0xff9b, 0, 0, 0, 0])
            return true;
        return groups[..5].IndexOfAnyExcept((ushort)0) < 0 && (groups[5] == 0xffff || (groups[5] == 0 && groups[6] != 0));
    }

    private static int Write(ReadOnlySpan<ushort> groups, Span<byte> text)
    {
        var (gap, gapLength) = LongestZeros(groups);
        var length = 0;
        for (var i = 0; i < Groups;)
        {
            if (i == gap)
            {
                "::"u8.CopyTo(text[length..]);
                length += 2;
                i += gapLength;
                continue;
            }

            if (i > 0 && i != gap + gapLength)
                text[length++] = (byte)':';
            groups[i].TryFormat(text[length..], out var written, "x", CultureInfo.InvariantCulture);
            length += written;
            i++;
        }

        return length;
    }

    // The first of the longest runs of zeros; a single zero is written out.
    private static (int Start, int Length) LongestZeros(ReadOnlySpan<ushort> groups)
    {
        var (start, length) = (-1, 1);
        for (var i = 0; i < Groups; i++)
        {
            var run = groups[i..].IndexOfAnyExcept((ushort)0);
            run = run < 0 ? Groups - i : run;
            if (run > length)
                (start, length) = (i, run);
        }

        return (start, start < 0 ? 0 : length);
    }
}
