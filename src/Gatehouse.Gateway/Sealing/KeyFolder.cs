using System.Globalization;
using System.Security.Cryptography;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Sealing;

/// <summary>Keys on disk: <c>keys/seal-&lt;n&gt;.key</c>, 32 random bytes each, for the owner's eyes only.</summary>
public static class KeyFolder
{
    private const string Prefix = "seal-";
    private const string Suffix = ".key";
    private const UnixFileMode Others = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    /// <summary>Opens the keys, or makes the first one.</summary>
    /// <param name="folder">The folder of the keys itself.</param>
    /// <param name="isNew">
    /// Whether the data folder holds no data yet. SECURITY: only then is a missing key made; over existing data it would
    /// make everything sealed and encrypted unreadable while looking healthy.
    /// </param>
    public static (KeyRing? Ring, Fault? Fault) Open(string folder, bool isNew)
    {
        try
        {
            if (Versions(folder).Count == 0)
            {
                if (!isNew)
                {
                    return (null, new Fault(
                        SealingFaults.KeyMissing, $"`{folder}` holds no key", "restore the keys from your backup"));
                }

                if (Create(folder, 1) is { } failed)
                {
                    return (null, failed);
                }
            }

            return Read(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, Unreadable(folder));
        }
    }

    /// <summary>Adds a key that seals from the next start on; what older keys sealed stays readable.</summary>
    public static Fault? Add(string folder)
    {
        try
        {
            return Versions(folder) is { Count: > 0 } versions
                ? Create(folder, versions.Max() + 1)
                : new Fault(SealingFaults.KeyMissing, $"`{folder}` holds no key");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable(folder);
        }
    }

    private static (KeyRing?, Fault?) Read(string folder)
    {
        var keys = new Dictionary<int, byte[]>();
        foreach (var version in Versions(folder))
        {
            var path = PathOf(folder, version);
            if (IsExposed(folder) || IsExposed(path))
            {
                return (null, new Fault(
                    SealingFaults.KeyExposed, $"`{path}` is open to other users", "chmod 700 the folder and 600 the file"));
            }

            var key = File.ReadAllBytes(path);
            if (key.Length != KeyRing.KeyLength || !key.AsSpan().ContainsAnyExcept((byte)0))
            {
                return (null, new Fault(SealingFaults.KeyUnsound, $"`{path}` is not a key of 32 bytes", "restore it from your backup"));
            }

            keys.Add(version, key);
        }

        return (new KeyRing(keys), null);
    }

    private static Fault? Create(string folder, int version)
    {
        PrivateFolder.Make(folder);

        // Written beside and renamed, so that a crash leaves no half key under a name that is read.
        var path = PathOf(folder, version);
        var draft = path + ".new";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var file = new FileStream(draft, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyRing.KeyLength));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: false);
        return null;
    }

    private static List<int> Versions(string folder)
    {
        var versions = new List<int>();
        if (!Directory.Exists(folder))
        {
            return versions;
        }

        foreach (var path in Directory.EnumerateFiles(folder, Prefix + "*" + Suffix))
        {
            var number = Path.GetFileName(path.AsSpan())[Prefix.Length..^Suffix.Length];
            if (ushort.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
                && version > 0 && PathOf(folder, version) == Path.Combine(folder, Path.GetFileName(path)))
            {
                versions.Add(version);
            }
        }

        return versions;
    }

    private static string PathOf(string folder, int version) =>
        Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{version}{Suffix}"));

    private static bool IsExposed(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & Others) != UnixFileMode.None;

    private static Fault Unreadable(string folder) =>
        new(SealingFaults.KeyUnreadable, $"the keys in `{folder}` cannot be read or written", "check owner and mode of the folder");
}
