using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse grant</c>: the credentials of agents.</summary>
internal static class GrantCommand
{
    public static Command Create() => new("grant", "Make the credentials of agents.")
    {
        GrantNewCommand.Create(),
    };
}
