using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies remove</c>.</summary>
internal static class PoliciesRemoveCommand
{
    public static Command Create()
    {
        var policy = PolicyWords.Policy();
        var command = new Verb("remove", "Remove a policy that is attached nowhere.", "gatehouse policies remove payments") { policy };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var asked = await PolicyWords.FindAsync(session, parsed.GetValue(policy)!);
            return asked.Value is { } found
                ? session.Say(
                    await session.SendAsync(HttpMethod.Delete, PolicyWords.Path(found.Id), ApiJson.Default.Done, found.Version),
                    () => session.Terminal.Line($"removed {found.Name}"))
                : session.Fail(asked.Refused!);
        });
        return command;
    }
}
