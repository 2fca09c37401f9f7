using Gatehouse.Policy;

namespace Gatehouse.Cli.Scanning;

/// <summary>A file that a scan writes: whole, or as it was.</summary>
internal static class OutputFile
{
    /// <summary>Writes it over what was there; its folder is made where it is not.</summary>
    public static Fault? Write(string path, byte[] text)
    {
        var neighbour = $"{path}.{Environment.ProcessId}.new";
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
            {
                Directory.CreateDirectory(folder);
            }

            File.WriteAllBytes(neighbour, text);
            File.Move(neighbour, path, overwrite: true);
            return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new Fault(new("file-unwritable"), $"the file `{path}` cannot be written");
        }
    }
}
