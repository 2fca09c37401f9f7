using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Members;

/// <summary><c>gatehouse members withdraw</c>: an invitation's link works no more.</summary>
internal static class MembersWithdrawCommand
{
    public static Command Create()
    {
        var id = new Argument<string>("id") { Description = "Id of the invitation" };
        var command = new Verb(
            "withdraw", "Withdraw an invitation: its link works no more.",
            "gatehouse members withdraw inv_4q7zn2x5dkq3c6m7wirhtbyqua") { id };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var written = parsed.GetValue(id)!;
            return session.Say(
                await session.SendAsync(HttpMethod.Delete, $"invitations/{Uri.EscapeDataString(written)}", ApiJson.Default.Done),
                () => session.Terminal.Line($"withdrew {written}"));
        });
        return command;
    }
}
