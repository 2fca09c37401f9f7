using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Catalogues;

/// <summary>A file of entries, or a folder of such: each entry a line of JSON that the API takes.</summary>
internal sealed class ImportFile
{
    private const int MaxDocument = 256 * 1024 * 1024;
    private static readonly string[] _endings = [".jsonl", ".jsonl.gz", ".json", ".json.gz"];

    private readonly string[] _paths;

    private ImportFile(string name, string[] paths) => (Name, _paths) = (name, paths);

    /// <summary>Its name, without its folder.</summary>
    public string Name { get; }

    /// <summary>Looks for it.</summary>
    /// <remarks>Fault: <c>file-unreadable</c>.</remarks>
    public static (ImportFile? File, Fault? Fault) Open(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (Directory.Exists(path))
        {
            var paths = Directory.EnumerateFiles(path)
                .Where(static file => _endings.Any(ending => file.EndsWith(ending, StringComparison.OrdinalIgnoreCase)))
                .Order(StringComparer.Ordinal).ToArray();
            return (new ImportFile(name, paths), null);
        }

        return File.Exists(path)
            ? (new ImportFile(name, [path]), null)
            : (null, Unreadable(path));
    }

    /// <summary>SHA-256 of all entries, by which an import is known again.</summary>
    /// <remarks>Fault: <c>file-unreadable</c>.</remarks>
    public (string? Digest, Fault? Fault) Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            foreach (var line in Lines())
            {
                hash.AppendData(Encoding.UTF8.GetBytes(line));
                hash.AppendData("\n"u8);
            }

            return (Convert.ToHexStringLower(hash.GetHashAndReset()), null);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            return (null, Unreadable(Name));
        }
    }

    /// <summary>The entries, in the same order each time.</summary>
    public IEnumerable<string> Lines() => _paths.SelectMany(Lines);

    private static IEnumerable<string> Lines(string path)
    {
        using var reader = Reader(path);
        if (Plain(path).EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
        {
            while (reader.ReadLine() is { } line)
            {
                if (line.Length > 0)
                {
                    yield return EntryCut.Fit(line);
                }
            }

            yield break;
        }

        foreach (var entry in DocumentEntries.Of(Whole(reader), Path.GetFileNameWithoutExtension(Plain(path))))
        {
            yield return entry;
        }
    }

    private static string Whole(StreamReader reader)
    {
        var text = new StringBuilder();
        var buffer = new char[64 * 1024];
        while (reader.Read(buffer) is > 0 and var read)
        {
            text.Append(buffer, 0, read);
            if (text.Length > MaxDocument)
            {
                throw new InvalidDataException("a document is too large");
            }
        }

        return text.ToString();
    }

    private static StreamReader Reader(string path)
    {
        var file = File.OpenRead(path);
        return new StreamReader(IsZipped(path) ? new GZipStream(file, CompressionMode.Decompress) : file);
    }

    private static bool IsZipped(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    private static string Plain(string path) => IsZipped(path) ? path[..^3] : path;

    private static Fault Unreadable(string path) =>
        new(new("file-unreadable"), $"the file `{path}` cannot be read", "check that it exists, who may read it, and that it is whole");
}
