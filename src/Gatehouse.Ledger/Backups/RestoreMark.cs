using System.Globalization;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Backups;

/// <summary>The file <c>restored</c> of a data folder: since when nobody knows what was spent before.</summary>
internal static class RestoreMark
{
    public const string FileName = "restored";

    /// <summary>When the folder was restored; null where it never was.</summary>
    /// <remarks>Fault: <c>restore-mark-unreadable</c>.</remarks>
    public static (DateTimeOffset? At, Fault? Fault) Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            if (!File.Exists(path))
            {
                return (null, null);
            }

            if (DateTimeOffset.TryParseExact(
                File.ReadAllText(path).Trim(), "O", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at))
            {
                return (at, null);
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // As one that says nothing.
        }

        return (null, new Fault(
            BackupFaults.MarkUnreadable, $"`{path}` cannot be read: nobody knows which limits a restore has closed",
            "restore the data folder again"));
    }

    public static void Write(string folder, DateTimeOffset at)
    {
        using var file = FileCopy.Create(Path.Combine(folder, FileName));
        file.Write(System.Text.Encoding.ASCII.GetBytes(at.ToString("O", CultureInfo.InvariantCulture) + "\n"));
        file.Flush(flushToDisk: true);
    }
}
