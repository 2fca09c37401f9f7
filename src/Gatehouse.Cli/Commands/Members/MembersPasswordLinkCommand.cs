using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Members;

/// <summary><c>gatehouse members password-link</c>: for somebody who forgot theirs, where no mail is set up.</summary>
internal static class MembersPasswordLinkCommand
{
    public static Command Create()
    {
        var member = MemberWords.Member();
        var command = new Verb(
            "password-link", "Make a link by which a member sets a new password. It is shown once: give it to them, and to nobody else.",
            "gatehouse members password-link ada@example.com") { member };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var found = await MemberWords.FindAsync(session, parsed.GetValue(member)!);
            if (found.Value is not { } who)
            {
                return session.Fail(found.Refused!);
            }

            var asked = await session.SendAsync(
                HttpMethod.Post, $"members/{Uri.EscapeDataString(who.Id)}/password-link", ApiJson.Default.PasswordLink);
            return session.Show(asked, ApiJson.Default.PasswordLink, made =>
            {
                session.Terminal.Line($"until {Fields.Time(made.Expires)} {who.Email} sets a new password here, once:");
                session.Terminal.Line($"  {made.Link}");
            });
        });
        return command;
    }
}
