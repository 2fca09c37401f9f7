using System.CommandLine;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse logout</c>: forgets server and key.</summary>
internal static class LogoutCommand
{
    public static Command Create()
    {
        var asJson = JsonOption.Create();
        var command = new Verb(
            "logout", "Forget the server and its API key on this machine. The key itself stays valid: `api-keys revoke` ends it.",
            "gatehouse logout", "gatehouse logout --json") { asJson };
        command.SetAction(parsed =>
        {
            var terminal = Terminal.Of(parsed);
            var (wasThere, fault) = new LoginFile(Surroundings.Of(parsed)).Delete();
            if (fault is not null)
            {
                return terminal.Fail(fault);
            }

            if (parsed.GetValue(asJson))
            {
                terminal.Json(json =>
                {
                    json.WriteStartObject();
                    json.WriteBoolean("was_logged_in", wasThere);
                    json.WriteEndObject();
                });
                return ExitCode.Success;
            }

            terminal.Line($"{(wasThere ? "logged out" : "you were not logged in")}");
            return ExitCode.Success;
        });
        return command;
    }
}
