using System.Security.Cryptography;
using Gatehouse.Ledger.Journal;

namespace Gatehouse.Ledger.Backups;

/// <summary>Copies files so that they survive a power cut, for the owner's eyes only, and tells their digests.</summary>
internal static class FileCopy
{
    private const UnixFileMode OwnFile = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>A new file, mode 0600.</summary>
    public static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnFile;
        }

        return new FileStream(path, options);
    }

    /// <summary>Copies a file as it is.</summary>
    /// <returns>Its length and SHA-256.</returns>
    public static (long Length, string Sha256) Whole(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = Create(to);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[128 * 1024];
        var length = 0L;
        for (int read; (read = source.Read(buffer)) > 0; length += read)
        {
            target.Write(buffer, 0, read);
            hash.AppendData(buffer, 0, read);
        }

        target.Flush(flushToDisk: true);
        return (length, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }

    /// <summary>Copies the complete lines of a file that somebody may be writing.</summary>
    public static void Lines(string from, string to)
    {
        using var reader = new SegmentReader(from);
        using var target = Create(to);
        while (reader.TryNext(out var line))
        {
            target.Write(line);
            target.WriteByte((byte)'\n');
        }

        target.Flush(flushToDisk: true);
    }

    /// <summary>Length and SHA-256 of a file.</summary>
    public static (long Length, string Sha256) Digest(string path)
    {
        using var file = File.OpenRead(path);
        return (file.Length, Convert.ToHexStringLower(SHA256.HashData(file)));
    }
}
