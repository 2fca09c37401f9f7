using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse whoami</c>: as whom the verbs of the API act, and what that allows.</summary>
internal static class WhoamiCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "whoami", "Show which server you are logged in to, as whom, and what you may do there.",
            "gatehouse whoami", "gatehouse whoami --json");
        new RemoteOptions().AddTo(command, async (_, session) =>
            session.Show(await session.AskAsync((client, stop) => client.WhoamiAsync(stop)), ApiJson.Default.Whoami, who => Fields.Print(
                session.Terminal,
                ("server", ServerAddress.Shown(session.Address)),
                ("organisation", $"{who.Organisation.Name} ({who.Organisation.Id})"),
                (who.Kind == "person" ? "person" : "API key", $"{who.Label} ({who.Id})"),
                ("role", Words<Role>.Of(who.Role)),
                ("servers", Fields.List(who.Servers)),
                ("rights", Fields.List(who.Rights)))));
        return command;
    }
}
