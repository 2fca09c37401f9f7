using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Members;

/// <summary><c>gatehouse members invite</c>: a link by which somebody becomes a member.</summary>
internal static class MembersInviteCommand
{
    public static Command Create()
    {
        var email = new Argument<string>("e-mail") { Description = "Their address" };
        var role = MemberWords.Role();
        var servers = MemberWords.Servers();
        var command = new Verb(
            "invite", "Make a link by which somebody becomes a member. It is shown once: send it to them, and to nobody else.",
            "gatehouse members invite ada@example.com viewer",
            "gatehouse members invite grace@example.com approver --server payments") { email, role, servers };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var wanted = new NewInvitation(
                parsed.GetValue(email)!, Words<Role>.Find(parsed.GetValue(role))!.Value, MemberWords.Limited(parsed.GetValue(servers)));
            var asked = await session.SendAsync(
                HttpMethod.Post, "invitations", wanted, ApiJson.Default.NewInvitation, ApiJson.Default.CreatedInvitation);
            return session.Show(asked, ApiJson.Default.CreatedInvitation, created =>
            {
                session.Terminal.Line(
                    $"invited {created.Invitation.Email} as {Words<Role>.Of(created.Invitation.Role)} ({created.Invitation.Id}); until {Fields.Time(created.Invitation.Expires)} this link works, once:");
                session.Terminal.Line($"  {created.Link}");
                if (created.IsMailed)
                {
                    session.Terminal.Line($"it goes out by e-mail, too");
                }
            });
        });
        return command;
    }
}
