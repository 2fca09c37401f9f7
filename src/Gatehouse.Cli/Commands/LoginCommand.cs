using System.CommandLine;
using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse login</c>: which server the verbs of the API talk to, and with which key.</summary>
internal static class LoginCommand
{
    public static Command Create()
    {
        var address = new Argument<string?>("address")
        {
            Description = "Address of the server's people's listener. Default: GATEHOUSE_SERVER", Arity = ArgumentArity.ZeroOrOne,
        };
        var insecure = RemoteOptions.InsecureOption();
        var json = JsonOption.Create();
        var command = new Verb(
            "login",
            "Log in to a server with an API key, which is asked for, or read from standard input, or taken from GATEHOUSE_API_KEY. "
            + "Both are kept for this user alone.",
            "gatehouse login https://gatehouse.example.com",
            "gatehouse login https://gatehouse.example.com < key.txt") { address, insecure, json };
        command.SetAction((parsed, cancel) => RunAsync(
            Terminal.Of(parsed), Surroundings.Of(parsed), parsed.GetValue(address), parsed.GetValue(insecure), parsed.GetValue(json), cancel));
        return command;
    }

    private static async Task<int> RunAsync(
        Terminal terminal, Surroundings around, string? written, bool insecure, bool asJson, CancellationToken cancel)
    {
        // 1. Where to. Checked before a key is asked for.
        if ((written ?? around.Variable("GATEHOUSE_SERVER")) is not { Length: > 0 } text)
        {
            terminal.Fail(new Fault(RemoteFaults.AddressInvalid, "no address was given", "name the server, or set GATEHOUSE_SERVER"));
            return ExitCode.Usage;
        }

        var (address, fault) = ServerAddress.Read(text);
        fault ??= ServerAddress.Insecure(address!, insecure);
        if (address is null || fault is not null)
        {
            return terminal.Fail(fault!);
        }

        // 2. With which key.
        var key = around.Variable("GATEHOUSE_API_KEY") is { Length: > 0 } variable
            ? variable
            : SecretInput.Read(around, terminal, $"API key for {ServerAddress.Shown(address)}");
        if (key is null)
        {
            return terminal.Fail(new Fault(RemoteFaults.KeyInvalid, "no API key was given", "an admin makes one on the server"));
        }

        // 3. Kept only once the server has taken it.
        var login = new Login(ServerAddress.Shown(address), key, insecure && ServerAddress.IsPlain(address));
        var (connection, unusable) = ServerConnection.Open(login, insecure);
        if (connection is null)
        {
            return terminal.Fail(unusable!);
        }

        using (connection)
        {
            RemoteOptions.Warn(terminal, address);
            var session = new RemoteSession(connection, terminal, asJson, cancel);
            var asked = await session.AskAsync((client, stop) => client.WhoamiAsync(stop));
            if (asked.Value is not { } who)
            {
                return session.Fail(asked.Refused!);
            }

            var (path, unkept) = new LoginFile(around).Write(login);
            if (path is null)
            {
                return terminal.Fail(unkept!);
            }

            if (asJson)
            {
                terminal.Json(json =>
                {
                    json.WriteStartObject();
                    json.WriteString("server", login.Address);
                    json.WriteString("kept_in", path);
                    json.WritePropertyName("who");
                    JsonSerializer.Serialize(json, who, ApiJson.Default.Whoami);
                    json.WriteEndObject();
                });
                return ExitCode.Success;
            }

            terminal.Line($"logged in to {login.Address} as {who.Label} ({Words<Api.People.Role>.Of(who.Role)} of {who.Organisation.Name}); kept in {path}");
            return ExitCode.Success;
        }
    }
}
