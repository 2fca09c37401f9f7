using System.CommandLine;
using System.Text;
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
        var command = new Verb(
            "new", "Make a policy from a file. Exit code 3 when it does not validate.",
            "gatehouse policies new payments payments.json --message \"first version\"") { name, file, message, server, confirm };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var (bytes, unreadable) = InputFile.Read(parsed.GetValue(file)!);
            if (bytes is null)
            {
                return session.Terminal.Fail(unreadable!);
            }

            var wanted = new NewPolicy(
                parsed.GetValue(name)!, Encoding.UTF8.GetString(bytes), parsed.GetValue(message), parsed.GetValue(server), parsed.GetValue(confirm));
            return session.Show(
                await session.SendAsync(HttpMethod.Post, "policies", wanted, ApiJson.Default.NewPolicy, ApiJson.Default.PolicyDetail),
                ApiJson.Default.PolicyDetail, saved => PolicyWords.Saved(session.Terminal, saved));
        });
        return command;
    }
}
