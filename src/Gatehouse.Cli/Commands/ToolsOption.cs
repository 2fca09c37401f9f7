using System.Collections.Immutable;
using System.CommandLine;
using Gatehouse.Cli.Output;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Testing;

namespace Gatehouse.Cli.Commands;

/// <summary><c>--tools</c>: a saved result of <c>tools/list</c>, so that names, arguments and types are checked too.</summary>
internal static class ToolsOption
{
    /// <summary>A new option; each verb has its own.</summary>
    public static Option<string?> Create() => new("--tools")
    {
        Description = "Saved tools/list result, to check names, arguments and types against",
        HelpName = "DUMP",
    };

    /// <summary>The tools; an exit code in their place where the file does not do.</summary>
    public static (ImmutableArray<ToolFacts>? Tools, int? Exit) Read(Terminal terminal, string? path)
    {
        if (path is null)
        {
            return (null, null);
        }

        var (bytes, fault) = InputFile.Read(path);
        if (bytes is null)
        {
            return (null, terminal.Fail(fault!));
        }

        var reading = SavedTools.Read(bytes);
        FindingLines.Note(terminal, path, reading.Findings);
        return (reading.Tools, reading.Tools is null ? ExitCode.Invalid : null);
    }
}
