using System.CommandLine;

namespace Gatehouse.Cli.Commands.Grants;

/// <summary><c>gatehouse grants</c>: the credentials of agents on the server. (<c>grant</c> is about files.)</summary>
internal static class GrantsCommand
{
    public static Command Create() => new("grants", "List, make, rotate and revoke the credentials of agents on the server.")
    {
        GrantsListCommand.Create(),
        GrantsShowCommand.Create(),
        GrantsNewCommand.Create(),
        GrantsRotateCommand.Create(),
        GrantsRevokeCommand.Create(),
    };
}
