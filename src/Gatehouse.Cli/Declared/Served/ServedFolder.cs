using System.Text;
using System.Text.Json;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Declared.Served;

/// <summary>A folder with a <c>gatehouse.json</c> and the policies that it names.</summary>
internal sealed class ServedFolder(string path)
{
    public const string Main = "gatehouse.json";

    /// <summary>The file.</summary>
    public string File { get; } = Path.Combine(path, Main);

    /// <summary>Whether there is one already.</summary>
    public bool Exists => System.IO.File.Exists(File);

    /// <summary>What is there now, for what only a file can say.</summary>
    /// <remarks>Faults: <c>file-unreadable</c>, <c>files-invalid</c>: what cannot be read would be lost.</remarks>
    public (EarlierFile? Before, Fault? Fault) Before()
    {
        if (!Exists)
        {
            return (EarlierFile.None, null);
        }

        var (bytes, unreadable) = Commands.InputFile.Read(File);
        try
        {
            return bytes is null ? (null, unreadable) : (new EarlierFile(JsonElement.Parse(bytes)), null);
        }
        catch (JsonException failed)
        {
            return (null, new Fault(
                new("files-invalid"), $"`{File}` is no JSON at line {failed.LineNumber + 1}", "mend it, or take it away, so that nothing of it is lost"));
        }
    }

    /// <summary>Writes it and the policies. Files of policies that are no longer named stay: others may use them.</summary>
    /// <remarks>Fault: <c>file-unwritable</c>.</remarks>
    public Fault? Write(ServedExport export)
    {
        try
        {
            foreach (var (file, document) in export.Documents)
            {
                var full = Path.Combine(path, file);
                Directory.CreateDirectory(Path.GetDirectoryName(full)!);
                System.IO.File.WriteAllBytes(full, Encoding.UTF8.GetBytes(document));
            }

            // ORDER: last, so that a gateway that serves it finds what it names.
            Directory.CreateDirectory(path);
            System.IO.File.WriteAllBytes(File, export.Text);
            return null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return new Fault(new("file-unwritable"), $"`{path}` cannot be written: {failed.Message}");
        }
    }
}
