using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies save</c>: another version of a policy, in force at once.</summary>
internal static class PoliciesSaveCommand
{
    public static Command Create()
    {
        var policy = PolicyWords.Policy();
        var file = PolicyWords.File();
        var message = PolicyWords.Message();
        var match = PolicyWords.Match();
        var confirm = PolicyWords.Confirm();
        var tests = PolicyWords.Tests();
        var command = new Verb(
            "save", "Save a file as the next version of a policy; it is in force at once. Exit code 3 when it does not validate.",
            "gatehouse policies save payments payments.json --message \"refunds up to 100\"",
            "gatehouse policies save payments payments.json --match 4 -m \"after review\"") { policy, file, message, match, confirm, tests };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var (document, unreadable) = PolicyWords.Read(parsed.GetValue(file)!);
            var (cases, noCases) = PolicyWords.Read(parsed.GetValue(tests));
            if (document is null || noCases is not null)
            {
                return session.Terminal.Fail(unreadable ?? noCases!);
            }

            var asked = await PolicyWords.FindAsync(session, parsed.GetValue(policy)!);
            if (asked.Value is not { } before)
            {
                return session.Fail(asked.Refused!);
            }

            var wanted = new NewPolicyVersion(document, parsed.GetValue(message), parsed.GetValue(confirm), cases);
            return session.Show(
                await session.SendAsync(
                    HttpMethod.Post, $"{PolicyWords.Path(before.Id)}/versions", wanted, ApiJson.Default.NewPolicyVersion,
                    ApiJson.Default.PolicyDetail, parsed.GetValue(match) ?? before.Version),
                ApiJson.Default.PolicyDetail, saved => PolicyWords.Saved(session.Terminal, saved));
        });
        return command;
    }
}
