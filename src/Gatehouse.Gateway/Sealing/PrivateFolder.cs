namespace Gatehouse.Gateway.Sealing;

/// <summary>Folders for the eyes of their owner alone.</summary>
public static class PrivateFolder
{
    /// <summary>What the owner may: 0700.</summary>
    public const UnixFileMode Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Makes a folder, and those above it that are missing; what is there stays as it is.</summary>
    public static void Make(string path)
    {
        if (OperatingSystem.IsWindows() || Directory.Exists(path))
        {
            Directory.CreateDirectory(path);
            return;
        }

        // The framework gives the mode to the last one alone.
        if (Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))) is { } above)
        {
            Make(above);
        }

        Directory.CreateDirectory(path, Mode);
    }
}
