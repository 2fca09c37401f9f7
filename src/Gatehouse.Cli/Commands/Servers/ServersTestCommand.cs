using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Servers;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Servers;

/// <summary><c>gatehouse servers test</c>: how far a connection gets.</summary>
internal static class ServersTestCommand
{
    public static Command Create()
    {
        var id = ServerText.Id();
        var command = new Verb(
            "test", "Connect to a server as the gateway would, and say what failed. No tool is called. Exit code 4 when something did.",
            "gatehouse servers test payments") { id };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var asked = await session.SendAsync(
                HttpMethod.Post, $"{ServerText.Path(parsed.GetValue(id)!)}/test", ApiJson.Default.ConnectionTest);
            var code = session.Show(asked, ApiJson.Default.ConnectionTest, test =>
            {
                var stage = new Painted(Words<ConnectionStage>.Of(test.Stage), test.Stage == ConnectionStage.Ok ? Tone.Good : Tone.Bad);
                session.Terminal.Line($"{stage}: {test.Message}");
                Fields.Print(session.Terminal, ("calls itself", test.ServerName), ("protocol", test.ProtocolVersion));
            });
            return asked.Value is { Stage: not ConnectionStage.Ok } ? ExitCode.Found : code;
        });
        return command;
    }
}
