using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies new</c>: a new policy from a file.</summary>
internal static class PoliciesNewCommand
{
    public static Command Create()
    {
        var name = new Argument<string>("name") { Description = "What people call it, 1 to 100 characters; unique in the organisation" };
        var file = PolicyWords.File();
        var message = PolicyWords.Message();
        var server = new Option<string?>("--server") { Description = "A server whose accepted tools it is checked against, too", HelpName = "ID" };
        var confirm = PolicyWords.Confirm();
        var tests = PolicyWords.Tests();
        var command = new Verb(
            "new", "Make a policy from a file. Exit code 3 when it does not validate.",
            "gatehouse policies new payments payments.json --message \"first version\"") { name, file, message, server, confirm, tests };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var (document, unreadable) = PolicyWords.Read(parsed.GetValue(file)!);
            var (cases, noCases) = PolicyWords.Read(parsed.GetValue(tests));
            if (document is null || noCases is not null)
            {
                return session.Terminal.Fail(unreadable ?? noCases!);
            }

            var wanted = new NewPolicy(
                parsed.GetValue(name)!, document, parsed.GetValue(message), parsed.GetValue(server), parsed.GetValue(confirm), cases);
            return session.Show(
                await session.SendAsync(HttpMethod.Post, "policies", wanted, ApiJson.Default.NewPolicy, ApiJson.Default.PolicyDetail),
                ApiJson.Default.PolicyDetail, saved => PolicyWords.Saved(session.Terminal, saved));
        });
        return command;
    }
}
