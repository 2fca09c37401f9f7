using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Ledger.Backups;

/// <summary><c>backup.json</c>: what a backup holds, sealed with a key of the installation. A folder without it is no backup.</summary>
/// <param name="Format">1.</param>
/// <param name="Taken">When it was taken.</param>
/// <param name="Files">Every file, by its path in the folder.</param>
/// <param name="KeyVersion">Which key sealed it.</param>
/// <param name="Seal">HMAC of the rest, 64 hex digits: what was changed afterwards is found.</param>
public sealed record BackupManifest(int Format, DateTimeOffset Taken, ImmutableArray<BackupFile> Files, int KeyVersion, string Seal)
{
    /// <summary>Its name in the folder.</summary>
    public const string FileName = "backup.json";

    internal const int Newest = 1;
    private const string Purpose = "backup-manifest";

    /// <summary>Writes down and seals what stands in the folder.</summary>
    internal static BackupManifest Of(DateTimeOffset taken, IEnumerable<BackupFile> files, KeyRing keys)
    {
        var open = new BackupManifest(Newest, taken, [.. files], keys.Newest, "");
        return open with { Seal = open.SealWith(keys)! };
    }

    /// <summary>Reads it; null where it is none.</summary>
    internal static BackupManifest? Read(byte[] text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, BackupJson.Default.BackupManifest) is { Files.IsDefault: false } read ? read : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether it was sealed with one of these keys, and is as it was.</summary>
    internal bool IsGenuine(KeyRing keys) => SealWith(keys) is { } expected
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(Seal));

    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BackupJson.Default.BackupManifest);

    private string? SealWith(KeyRing keys)
    {
        if (KeyVersion is < 1 or > ushort.MaxValue || keys.Derive(Purpose, KeyVersion) is not { } key)
        {
            return null;
        }

        // One line a file; no path has a line break.
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Format} {Taken.UtcTicks} {KeyVersion}\n"));
        foreach (var file in Files)
        {
            text.Append(CultureInfo.InvariantCulture, $"{file.Sha256} {file.Length} {file.Path}\n");
        }

        return Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text.ToString())));
    }
}

/// <summary>One file of a backup.</summary>
/// <param name="Path">Where it stands, with <c>/</c>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">64 hex digits.</param>
public sealed record BackupFile(string Path, long Length, string Sha256)
{
    /// <summary>Whether the path is one that a backup has, and stays within its folder.</summary>
    internal bool IsKnown => Path is BackupPlan.State or BackupPlan.Catalogue or BackupPlan.Arguments or BackupPlan.Definitions
            or BackupPlan.Told or RestoreMark.FileName or BackupPlan.Audit + "/" + Journal.CheckpointFile.FileName
        || (Path.StartsWith(BackupPlan.Journal + "/", StringComparison.Ordinal)
            && Path.Split('/') is { Length: 2 or 3 } parts
            && parts.All(static part => part.Length > 0 && part[0] != '.' && !part.AsSpan().ContainsAnyExcept(BackupPlan.NameChars)));
}

/// <summary>The manifest's JSON.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, AllowDuplicateProperties = false)]
[JsonSerializable(typeof(BackupManifest))]
internal sealed partial class BackupJson : JsonSerializerContext;
