using System.Text;

namespace Gatehouse.Policy.Operators.Paths;

/// <summary>A directory that a policy lists.</summary>
internal sealed class ListedDirectory
{
    private readonly byte[] segments;

    private ListedDirectory(PathStyle style, byte[] segments)
    {
        Style = style;
        this.segments = segments;
    }

    /// <summary>How it is written; it says nothing of paths of another style.</summary>
    public PathStyle Style { get; }

    /// <summary>Reads a directory, or null where it is not a plain path.</summary>
    public static ListedDirectory? Read(ReadOnlySpan<byte> utf8) =>
        FilePath.TryRead(utf8, out var path) ? new ListedDirectory(path.Style, path.Segments.ToArray()) : null;

    /// <summary>Whether a path of the same style is this directory or below it.</summary>
    /// <remarks>Above it is unknown, for a tool may go down from there; so is what only some disks take for one.</remarks>
    public Truth Holds(in FilePath path)
    {
        var joined = Truth.True;
        ReadOnlySpan<byte> directory = segments;
        var rest = path.Segments;
        while (FilePath.TryNext(ref directory, Style, out var expected))
        {
            if (!FilePath.TryNext(ref rest, Style, out var actual))
                return Truth.Unknown;
            var same = Compare(expected, actual);
            if (same == Truth.False)
                return Truth.False;
            if (same == Truth.Unknown)
                joined = Truth.Unknown;
        }

        return joined;
    }

    private Truth Compare(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        if (expected.SequenceEqual(actual))
            return Truth.True;
        if (Style != PathStyle.Posix && LetterCase.AreEqual(expected, actual))
            return Truth.True;

        // A disk may fold letter case, or compose and decompose accents: then two spellings are one name.
        var someDiskFolds = Style == PathStyle.Posix && !Ascii.IsValid(expected) && !Ascii.IsValid(actual);
        return someDiskFolds || LetterCase.AreAlike(expected, actual) ? Truth.Unknown : Truth.False;
    }
}
