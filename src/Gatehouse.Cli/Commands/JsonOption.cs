using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary><c>--json</c>: the result as JSON on standard output.</summary>
internal static class JsonOption
{
    /// <summary>A new option; each verb has its own.</summary>
    public static Option<bool> Create() => new("--json") { Description = "Print the result as JSON" };
}
