using System.CommandLine;
using Gatehouse.Cli.Stack;

namespace Gatehouse.Cli.Commands;

/// <summary>What a scan looks at, where its results go, and when it fails.</summary>
internal sealed class ScanOptions
{
    /// <summary>Configurations instead of those of the machine.</summary>
    public Option<string[]> Config { get; } = new("--config")
    {
        Description = "Look at this configuration instead of those of the machine; may be repeated", HelpName = "FILE", DefaultValueFactory = _ => [],

        // A hook of pre-commit adds its files behind it.
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Only some clients.</summary>
    public Option<string[]> Client { get; } = Clients();

    /// <summary>The yes to every command.</summary>
    public Option<bool> Yes { get; } = new("--yes") { Description = "Agree to every command and address: ask nothing" };

    /// <summary>For builds.</summary>
    public Option<bool> Ci { get; } = new("--ci")
    {
        Description = "For builds: ask nothing, remember nothing, look at `--config` alone, and fail where a definition changed or a server could not be read",
    };

    /// <summary>What is remembered of definitions.</summary>
    public Option<string?> Baseline { get; } = new("--baseline")
    {
        Description = "File that remembers the definitions, to tell what changed (default: one of the user's)", HelpName = "FILE",
    };

    /// <summary>The page.</summary>
    public Option<string?> Html { get; } = new("--html") { Description = "Write the report as one page to this file", HelpName = "FILE" };

    /// <summary>For code scanning.</summary>
    public Option<string?> Sarif { get; } = new("--sarif") { Description = "Write the findings as SARIF 2.1.0 to this file", HelpName = "FILE" };

    /// <summary>When the exit code is 4.</summary>
    public Option<string?> FailOn { get; } = new("--fail-on")
    {
        Description = "Exit code 4 when a tool has at least this level, or something could not be read: low, medium, high, critical", HelpName = "LEVEL",
    };

    /// <summary>A new <c>--client</c>; each verb has its own.</summary>
    public static Option<string[]> Clients()
    {
        var client = new Option<string[]>("--client")
        {
            Description = $"Only this client; may be repeated: {string.Join(", ", ClientTable.All.Select(one => one.Word))}",
            HelpName = "WORD", DefaultValueFactory = _ => [],
        };
        client.AcceptOnlyFromAmong([.. ClientTable.All.Select(one => one.Word)]);
        return client;
    }

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[Config, Client, Yes, Ci, Baseline, Html, Sarif, FailOn])
        {
            command.Options.Add(option);
        }
    }
}
