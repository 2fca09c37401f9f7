using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Servers;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Servers;

/// <summary><c>gatehouse servers secret</c>: headers with a secret value. They go in and never come out.</summary>
internal static class ServersSecretCommand
{
    public static Command Create() => new("secret", "Set and remove headers with a secret value.")
    {
        CreateSet(),
        CreateRemove(),
    };

    private static Verb CreateSet()
    {
        var id = ServerText.Id();
        var header = Header();
        var command = new Verb(
            "set", "Save the secret value of a header for the address that the server has now. It is asked for, or read from standard input.",
            "gatehouse servers secret set payments authorization",
            "gatehouse servers secret set payments x-api-key < key.txt") { id, header };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var name = parsed.GetValue(header)!;
            if (SecretInput.Read(Surroundings.Of(parsed), session.Terminal, $"Value of {name}") is not { } value)
            {
                return session.Terminal.Fail(new Fault(new("secret-missing"), "no value was given", "type it, or send it to standard input"));
            }

            var asked = await session.SendAsync(
                HttpMethod.Put, Path(parsed.GetValue(id)!, name), new NewSecret(value), ApiJson.Default.NewSecret, ApiJson.Default.ServerView);
            return session.Show(asked, ApiJson.Default.ServerView, server => session.Terminal.Line(
                $"saved {name} for {server.Id}; it is sent to {ServerText.Address(server)} and nowhere else"));
        });
        return command;
    }

    private static Verb CreateRemove()
    {
        var id = ServerText.Id();
        var header = Header();
        var command = new Verb("remove", "Forget the secret value of a header.", "gatehouse servers secret remove payments authorization") { id, header };
        new RemoteOptions().AddTo(command, async (parsed, session) => session.Show(
            await session.SendAsync(HttpMethod.Delete, Path(parsed.GetValue(id)!, parsed.GetValue(header)!), ApiJson.Default.ServerView),
            ApiJson.Default.ServerView, server => session.Terminal.Line($"removed {parsed.GetValue(header)} of {server.Id}")));
        return command;
    }

    private static Argument<string> Header() => new("header") { Description = "Name of the header, for example authorization" };

    private static string Path(string id, string header) => $"{ServerText.Path(id)}/secrets/{Uri.EscapeDataString(header)}";
}
