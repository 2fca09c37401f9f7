using System.Text;

namespace Gatehouse.Policy.Operators.Paths;

/// <summary>What Windows reads into one segment of a path.</summary>
internal static class WindowsSegment
{
    private static readonly string[] Devices =
    [
        "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$",
        .. "0123456789¹²³".SelectMany(digit => new[] { $"COM{digit}", $"LPT{digit}" }),
    ];

    private static readonly byte[][] DeviceNames = [.. Devices.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Whether the segment is a name and nothing else: no stream, no dropped end, no device.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> segment) =>
        !segment.Contains((byte)':')
        && segment[^1] != '.'
        && !PlainCharacters.HasBlankAtTheEnd(segment)
        && !IsDevice(segment);

    // A device stays one with an extension, and with blanks around its name.
    private static bool IsDevice(ReadOnlySpan<byte> segment)
    {
        var dot = segment.IndexOf((byte)'.');
        var stem = (dot < 0 ? segment : segment[..dot]).Trim((byte)' ');
        foreach (var device in DeviceNames)
        {
            if (LetterCase.AreAlike(stem, device))
                return true;
        }

        return false;
    }
}
