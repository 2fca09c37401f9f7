using System.Security.Cryptography;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Wrapping;

/// <summary>What a configuration was before it was rewritten: a copy beside it, whose name says for which content it is the way back.</summary>
internal static class Backup
{
    private const string Mark = ".gatehouse-backup-";

    /// <summary>Keeps the old content and writes the new; where that fails the file is as it was.</summary>
    /// <returns>The copy's path, or a fault.</returns>
    public static (string? Path, Fault? Fault) Replace(string file, byte[] before, byte[] after)
    {
        var target = Real(file);
        var copy = target + Mark + Digest(after);
        try
        {
            if (!File.ReadAllBytes(target).AsSpan().SequenceEqual(before))
            {
                return (null, new Fault(new("file-changed"), $"the file `{file}` was changed meanwhile", "run it again"));
            }

            // ORDER: the copy is on disk before the file changes.
            Write(copy, before, Mode(target));
            Write(target, after, Mode(target));
            return (copy, null);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return (null, new Fault(new("file-unwritable"), $"the file `{file}` cannot be written", "check its folder's owner, rights and free space"));
        }
    }

    /// <summary>Puts the old content back and removes the copy.</summary>
    /// <returns>Whether there was something to undo, or a fault.</returns>
    public static (bool Undone, Fault? Fault) Undo(string file)
    {
        var target = Real(file);
        try
        {
            var copies = Directory.GetFiles(Path.GetDirectoryName(target)!, Path.GetFileName(target) + Mark + "*");
            if (copies.Length == 0)
            {
                return (false, null);
            }

            var copy = target + Mark + Digest(File.ReadAllBytes(target));
            if (!File.Exists(copy))
            {
                return (false, new Fault(
                    new("file-changed"), $"the file `{file}` was changed since it was rewritten",
                    $"what it was before is in `{copies.Order(StringComparer.Ordinal).Last()}`"));
            }

            Write(target, File.ReadAllBytes(copy), Mode(target));
            File.Delete(copy);
            return (true, null);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return (false, new Fault(new("file-unwritable"), $"the file `{file}` cannot be put back", "check its folder's owner, rights and free space"));
        }
    }

    // A configuration that is a link into somebody's collection stays one.
    private static string Real(string file) => File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? Path.GetFullPath(file);

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content))[..12];

    private static UnixFileMode? Mode(string file) => OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(file);

    private static void Write(string path, byte[] content, UnixFileMode? mode)
    {
        var neighbour = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (mode is { } kept && !OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = kept;
        }

        using (var stream = new FileStream(neighbour, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(neighbour, path, overwrite: true);
    }
}
