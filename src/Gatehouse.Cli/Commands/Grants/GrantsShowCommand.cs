using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Grants;

/// <summary><c>gatehouse grants show</c>.</summary>
internal static class GrantsShowCommand
{
    public static Command Create()
    {
        var grant = GrantWords.Grant();
        var command = new Verb("show", "Show one grant. Its token is never shown again.", "gatehouse grants show support-bot") { grant };
        new RemoteOptions().AddTo(command, async (parsed, session) => session.Show(
            await GrantWords.FindAsync(session, parsed.GetValue(grant)!), ApiJson.Default.GrantView,
            found => GrantWords.Print(session.Terminal, found, TimeProvider.System.GetUtcNow())));
        return command;
    }
}
