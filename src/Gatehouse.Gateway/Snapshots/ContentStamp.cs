using System.Security.Cryptography;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Reads files and digests what was read: editors rename and mounted volumes swap links, so only content tells.</summary>
internal sealed class ContentStamp
{
    private const int MaxBytes = 16 * 1024 * 1024;
    private readonly Dictionary<string, byte[]> _digests = new(StringComparer.Ordinal);

    /// <summary>The file's bytes, or null where it cannot be read.</summary>
    public byte[]? Read(string path)
    {
        try
        {
            var bytes = new FileInfo(path).Length <= MaxBytes ? File.ReadAllBytes(path) : null;
            _digests[path] = bytes is null ? [] : SHA256.HashData(bytes);
            return bytes;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            _digests[path] = [];
            return null;
        }
    }

    /// <summary>Whether all files that were read have the same content now.</summary>
    public bool IsStillTrue()
    {
        var now = new ContentStamp();
        return _digests.All(entry =>
        {
            now.Read(entry.Key);
            return now._digests[entry.Key].AsSpan().SequenceEqual(entry.Value);
        });
    }
}
