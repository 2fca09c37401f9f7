using System.CommandLine;

namespace Gatehouse.Cli.Commands.Members;

/// <summary><c>gatehouse members</c>: who belongs to the organisation, and as what.</summary>
internal static class MembersCommand
{
    public static Command Create() => new("members", "List, invite, change and remove the people of the organisation.")
    {
        MembersListCommand.Create(),
        MembersInviteCommand.Create(),
        MembersInvitationsCommand.Create(),
        MembersWithdrawCommand.Create(),
        MembersRoleCommand.Create(),
        MembersPasswordLinkCommand.Create(),
        MembersRemoveCommand.Create(),
    };
}
