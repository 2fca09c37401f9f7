using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary>Every verb, one file each.</summary>
internal static class CommandTable
{
    /// <summary>The command with all its verbs.</summary>
    public static RootCommand Root() => new("A gateway for MCP: decides every tool call by a policy, asks a person where it says so, records what happened.")
    {
        RunCommand.Create(),
        ServeCommand.Create(),
    };
}
