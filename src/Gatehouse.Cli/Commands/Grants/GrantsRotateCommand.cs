using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Grants;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands.Grants;

/// <summary><c>gatehouse grants rotate</c>: another token.</summary>
internal static class GrantsRotateCommand
{
    public static Command Create()
    {
        var grant = GrantWords.Grant();
        var overlap = new Option<string>("--overlap")
        {
            Description = "How long the tokens of before still hold, like 1h; at most 30d", HelpName = "TIME", DefaultValueFactory = _ => "0s",
        };
        var command = new Verb(
            "rotate", "Make another token for a grant; those of before end at once, or after an overlap.",
            "gatehouse grants rotate support-bot --overlap 1h") { grant, overlap };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            if (DurationText.Duration(parsed.GetValue(overlap)!) is not { } span)
            {
                session.Terminal.Fail(new Fault(new("time-invalid"), $"`{parsed.GetValue(overlap)}` is no time", "write it like 1h or 7d"));
                return ExitCode.Usage;
            }

            var asked = await GrantWords.FindAsync(session, parsed.GetValue(grant)!);
            return asked.Value is { } found
                ? session.Show(
                    await session.SendAsync(
                        HttpMethod.Post, $"{GrantWords.Path(found.Id)}/rotate", new TokenRotation((long)span.TotalSeconds),
                        ApiJson.Default.TokenRotation, ApiJson.Default.IssuedGrant),
                    ApiJson.Default.IssuedGrant, issued => GrantWords.PrintIssued(session.Terminal, issued))
                : session.Fail(asked.Refused!);
        });
        return command;
    }
}
