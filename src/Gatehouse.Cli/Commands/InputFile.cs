using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands;

/// <summary>A file named on the command line.</summary>
internal static class InputFile
{
    private static readonly FaultCode Unreadable = new("file-unreadable");

    /// <summary>Its bytes, or why there are none.</summary>
    public static (byte[]? Bytes, Fault? Fault) Read(string path)
    {
        try
        {
            return (File.ReadAllBytes(path), null);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, new Fault(Unreadable, $"the file `{path}` cannot be read", "check that it exists and who may read it"));
        }
    }
}
