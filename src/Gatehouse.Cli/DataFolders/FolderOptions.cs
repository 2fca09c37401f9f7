using System.CommandLine;
using System.Text.Json;
using Gatehouse.Cli.Commands;

namespace Gatehouse.Cli.DataFolders;

/// <summary><c>--data</c> and <c>--config</c> of the verbs that look into a data folder beside a running gateway.</summary>
internal sealed class FolderOptions
{
    private readonly Option<string?> _data = DataOption.Create();

    private readonly Option<string> _config = new("--config")
    {
        Description = "Configuration file of the server, for its data folder and gatehouse.lock",
        HelpName = "FILE",
        DefaultValueFactory = _ => "gatehouse.json",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_data);
        command.Options.Add(_config);
    }

    /// <summary>Whether a folder of this machine is meant in so many words.</summary>
    public bool IsNamed(ParseResult parsed) =>
        parsed.GetValue(_data) is not null || parsed.GetResult(_config) is { Implicit: false };

    /// <summary>The data folder: as written, else the configuration's, else the user's.</summary>
    public string Folder(ParseResult parsed) => DataOption.Resolve(parsed.GetValue(_data), Configured(parsed.GetValue(_config)!));

    /// <summary>The lock file: in the data folder as written, else beside the configuration, else in the user's data folder.</summary>
    public string LockFile(ParseResult parsed)
    {
        var config = Path.GetFullPath(parsed.GetValue(_config)!);
        return parsed.GetValue(_data) is null && File.Exists(config)
            ? Path.Combine(Path.GetDirectoryName(config)!, Name)
            : Path.Combine(Folder(parsed), Name);
    }

    private const string Name = "gatehouse.lock";

    // Only this member: the rest may need secrets that a person who looks at the log does not have.
    private static string? Configured(string config)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(config));
            return document.RootElement.TryGetProperty("data", out var data) && data.GetString() is { } folder
                ? Path.GetFullPath(folder, Path.GetDirectoryName(Path.GetFullPath(config))!)
                : null;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
