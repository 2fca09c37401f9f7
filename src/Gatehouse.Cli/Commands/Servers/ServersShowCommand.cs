using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Servers;

/// <summary><c>gatehouse servers show</c>.</summary>
internal static class ServersShowCommand
{
    public static Command Create()
    {
        var id = ServerText.Id();
        var command = new Verb("show", "Show one server. Values of secrets are never shown.", "gatehouse servers show payments") { id };
        new RemoteOptions().AddTo(command, async (parsed, session) => session.Show(
            await session.GetAsync(ServerText.Path(parsed.GetValue(id)!), ApiJson.Default.ServerView), ApiJson.Default.ServerView,
            server => ServerText.Print(session.Terminal, server)));
        return command;
    }
}
