using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Grants;

/// <summary><c>gatehouse grants revoke</c>.</summary>
internal static class GrantsRevokeCommand
{
    public static Command Create()
    {
        var grant = GrantWords.Grant();
        var command = new Verb(
            "revoke", "End a grant for good: the next call is refused, open streams are closed.", "gatehouse grants revoke support-bot") { grant };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var asked = await GrantWords.FindAsync(session, parsed.GetValue(grant)!);
            return asked.Value is { } found
                ? session.Say(
                    await session.SendAsync(HttpMethod.Delete, GrantWords.Path(found.Id), ApiJson.Default.Done),
                    () => session.Terminal.Line($"revoked {found.Label} ({found.Id})"))
                : session.Fail(asked.Refused!);
        });
        return command;
    }
}
