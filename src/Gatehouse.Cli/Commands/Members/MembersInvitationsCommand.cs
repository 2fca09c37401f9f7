using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Members;

/// <summary><c>gatehouse members invitations</c>: who was invited and has not come yet.</summary>
internal static class MembersInvitationsCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "invitations", "List who was invited and has not accepted yet.",
            "gatehouse members invitations", "gatehouse members invitations --json");
        new RemoteOptions().AddTo(command, (_, session) => session.ShowListAsync(
            "invitations", ApiJson.Default.PageInvitationView, "no invitation waits",
            ["id", "e-mail", "role", "by", "expires"],
            one => [one.Id, one.Email, Words<Role>.Of(one.Role), one.By, Fields.Time(one.Expires)]));
        return command;
    }
}
