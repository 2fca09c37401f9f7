using System.Collections.Immutable;
using System.CommandLine;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Risks;
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
    /// <param name="terminal">Where problems are said.</param>
    /// <param name="path">The file; null for none.</param>
    /// <param name="server">The server's name, which can help to tell what its tools can do, or empty.</param>
    public static (ImmutableArray<ToolFacts>? Tools, int? Exit) Read(Terminal terminal, string? path, string server = "")
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

        var reading = SavedTools.Read(bytes, ToldTool.By(server));
        FindingLines.Note(terminal, path, reading.Findings);
        return (reading.Tools, reading.Tools is null ? ExitCode.Invalid : null);
    }
}
