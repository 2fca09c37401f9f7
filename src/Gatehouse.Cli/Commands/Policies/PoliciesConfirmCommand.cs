using System.CommandLine;
using System.Globalization;
using Gatehouse.Api;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies confirm</c> and <c>withdraw</c>: a second person's answer to a version that may open something.</summary>
internal static class PoliciesConfirmCommand
{
    public static Command Create(bool confirms)
    {
        var policy = PolicyWords.Policy();
        var number = new Argument<int>("number") { Description = "The proposed version" };
        var match = PolicyWords.Match();
        var command = confirms
            ? new Verb(
                "confirm", "Say yes to a version that somebody else proposed: it comes into force.",
                "gatehouse policies confirm payments 5", "gatehouse policies confirm payments 5 --json") { policy, number, match }
            : new Verb("withdraw", "Take a proposed version back.", "gatehouse policies withdraw payments 5") { policy, number, match };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var asked = await PolicyWords.FindAsync(session, parsed.GetValue(policy)!);
            if (asked.Value is not { } before)
            {
                return session.Fail(asked.Refused!);
            }

            var path = string.Create(
                CultureInfo.InvariantCulture, $"{PolicyWords.Path(before.Id)}/versions/{parsed.GetValue(number)}/{(confirms ? "confirm" : "withdraw")}");
            return session.Show(
                await session.SendAsync(HttpMethod.Post, path, ApiJson.Default.PolicyDetail, parsed.GetValue(match) ?? before.Version),
                ApiJson.Default.PolicyDetail,
                after => session.Terminal.Line($"{after.Name} ({after.Id}) is in force with version {Fields.Number(after.Current)}"));
        });
        return command;
    }
}
