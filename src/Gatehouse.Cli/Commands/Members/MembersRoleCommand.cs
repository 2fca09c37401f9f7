using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Members;

/// <summary><c>gatehouse members role</c>: another role.</summary>
internal static class MembersRoleCommand
{
    public static Command Create()
    {
        var member = MemberWords.Member();
        var role = MemberWords.Role();
        var servers = MemberWords.Servers();
        var command = new Verb(
            "role", "Give a member another role; an approver can be limited to some servers.",
            "gatehouse members role ada@example.com policy_manager",
            "gatehouse members role grace@example.com approver --server payments --server mail") { member, role, servers };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var found = await MemberWords.FindAsync(session, parsed.GetValue(member)!);
            if (found.Value is not { } before)
            {
                return session.Fail(found.Refused!);
            }

            var edit = new MemberEdit
            {
                Role = Words<Role>.Find(parsed.GetValue(role)), Servers = new(MemberWords.Limited(parsed.GetValue(servers))),
            };
            var asked = await session.SendAsync(
                HttpMethod.Patch, $"members/{Uri.EscapeDataString(before.Id)}", edit, ApiJson.Default.MemberEdit,
                ApiJson.Default.MemberView, before.Version);
            return session.Show(asked, ApiJson.Default.MemberView, after => session.Terminal.Line(
                $"{after.Email} is now {Words<Role>.Of(after.Role)}{(Fields.List(after.Servers) is { } limited ? " of " + limited : "")}, was {Words<Role>.Of(before.Role)}"));
        });
        return command;
    }
}
