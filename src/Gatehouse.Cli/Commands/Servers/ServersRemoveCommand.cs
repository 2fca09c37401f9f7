using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Servers;

/// <summary><c>gatehouse servers remove</c>.</summary>
internal static class ServersRemoveCommand
{
    public static Command Create()
    {
        var id = ServerText.Id();
        var command = new Verb(
            "remove", "Remove a server: its grants end, its secrets are deleted, its id is never given again.",
            "gatehouse servers remove payments") { id };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var path = ServerText.Path(parsed.GetValue(id)!);
            var asked = await session.GetAsync(path, ApiJson.Default.ServerView);
            return asked.Value is { } server
                ? session.Say(
                    await session.SendAsync(HttpMethod.Delete, path, ApiJson.Default.Done, server.Version),
                    () => session.Terminal.Line($"removed {server.Id}"))
                : session.Fail(asked.Refused!);
        });
        return command;
    }
}
