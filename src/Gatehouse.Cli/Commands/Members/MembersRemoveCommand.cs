using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Members;

/// <summary><c>gatehouse members remove</c>: somebody leaves; what becomes of their grants is said each time.</summary>
internal static class MembersRemoveCommand
{
    public static Command Create()
    {
        var member = MemberWords.Member();
        var revoke = new Option<bool>("--revoke-grants") { Description = "The grants that they own end at once" };
        var heir = new Option<string?>("--hand-over-to") { Description = "Another member owns their grants from now on", HelpName = "MEMBER" };
        var command = new Verb(
            "remove", "Take a member out of the organisation: sessions and keys of theirs end. What becomes of their grants has to be said.",
            "gatehouse members remove ada@example.com --revoke-grants",
            "gatehouse members remove ada@example.com --hand-over-to grace@example.com") { member, revoke, heir };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            if (parsed.GetValue(revoke) == parsed.GetValue(heir) is not null)
            {
                session.Terminal.Fail(new Fault(
                    new("grants-undecided"), "what becomes of their grants is not said", "say `--revoke-grants` or `--hand-over-to`"));
                return ExitCode.Usage;
            }

            return await RunAsync(session, parsed.GetValue(member)!, parsed.GetValue(heir));
        });
        return command;
    }

    private static async Task<int> RunAsync(RemoteSession session, string member, string? heir)
    {
        var leaving = await MemberWords.FindAsync(session, member);
        var taking = leaving.Value is null || heir is null ? default : await MemberWords.FindAsync(session, heir);
        if (leaving.Value is not { } who || taking.Refused is not null)
        {
            return session.Fail((leaving.Refused ?? taking.Refused)!);
        }

        var removal = taking.Value is { } to ? new MemberRemoval(LeftGrants.HandOver, to.Id) : new MemberRemoval(LeftGrants.Revoke);
        return session.Say(
            await session.SendAsync(
                HttpMethod.Post, $"members/{Uri.EscapeDataString(who.Id)}/removal", removal, ApiJson.Default.MemberRemoval, ApiJson.Default.Done),
            () => session.Terminal.Line(
                $"removed {who.Email}; their grants {(taking.Value is { } now ? "belong to " + now.Email : "are revoked")}"));
    }
}
