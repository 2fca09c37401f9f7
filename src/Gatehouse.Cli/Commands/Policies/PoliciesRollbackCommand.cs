using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies rollback</c>: an earlier version's text, as a new version.</summary>
internal static class PoliciesRollbackCommand
{
    public static Command Create()
    {
        var policy = PolicyWords.Policy();
        var number = new Argument<int>("number") { Description = "The earlier version" };
        var message = PolicyWords.Message();
        var match = PolicyWords.Match();
        var confirm = PolicyWords.Confirm();
        var withTests = new Option<bool>("--with-tests") { Description = "Go back to the tests of then, too; else those of now have to pass" };
        var command = new Verb(
            "rollback", "Go back to the text of an earlier version, as a new one; it is in force at once.",
            "gatehouse policies rollback payments 3 --message \"4 was too wide\"") { policy, number, message, match, confirm, withTests };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var asked = await PolicyWords.FindAsync(session, parsed.GetValue(policy)!);
            return asked.Value is { } before
                ? session.Show(
                    await session.SendAsync(
                        HttpMethod.Post, $"{PolicyWords.Path(before.Id)}/rollback",
                        new PolicyRollback(parsed.GetValue(number), parsed.GetValue(message), parsed.GetValue(confirm), parsed.GetValue(withTests)),
                        ApiJson.Default.PolicyRollback, ApiJson.Default.PolicyDetail, parsed.GetValue(match) ?? before.Version),
                    ApiJson.Default.PolicyDetail, saved => PolicyWords.Saved(session.Terminal, saved))
                : session.Fail(asked.Refused!);
        });
        return command;
    }
}
