using System.CommandLine;

namespace Gatehouse.Cli.Commands.Servers;

/// <summary><c>gatehouse servers</c>: the MCP servers of the organisation, their credentials and their tools.</summary>
internal static class ServersCommand
{
    public static Command Create() => new("servers", "List, register, test and remove MCP servers; their secrets and tools.")
    {
        ServersListCommand.Create(),
        ServersShowCommand.Create(),
        ServersAddCommand.Create(),
        ServersTestCommand.Create(),
        ServersSecretCommand.Create(),
        ServersAuthCommand.Create(),
        ServersArgumentsCommand.Create(),
        ServersToolsCommand.Create(),
        ServersSettleCommand.CreateAccept(),
        ServersSettleCommand.CreateDismiss(),
        ServersRemoveCommand.Create(),
    };
}
