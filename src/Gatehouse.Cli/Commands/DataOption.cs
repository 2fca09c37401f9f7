using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary><c>--data</c>: the folder that holds records, counters, approvals and keys.</summary>
internal static class DataOption
{
    /// <summary>A new option; each verb has its own.</summary>
    public static Option<string?> Create() => new("--data")
    {
        Description = "Data folder (default: gatehouse in the user's data home)",
        HelpName = "DIR",
    };

    /// <summary>The folder, absolute.</summary>
    public static string Resolve(string? written, string? configured = null) =>
        Path.GetFullPath(written ?? configured ?? Path.Combine(UserData(), "gatehouse"));

    private static string UserData() =>
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } folder
            ? folder
            : Path.Combine(Path.GetTempPath(), "gatehouse-data");
}
