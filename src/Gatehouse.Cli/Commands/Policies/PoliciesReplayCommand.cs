using System.CommandLine;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies replay</c>: which recorded decisions another document would change.</summary>
internal static class PoliciesReplayCommand
{
    public static Command Create()
    {
        var trial = new TrialOptions();
        var days = new Option<int?>("--days") { Description = "How many days back, 1 to 31 (default: 7)", HelpName = "N" };
        var command = new Verb(
            "replay", "Hold recorded calls against a draft: which decisions would change. Exit code 4 when some would.",
            "gatehouse policies replay --policy payments --file payments.json",
            "gatehouse policies replay --grant support-bot --file draft.json --days 30 --json") { days };
        trial.AddTo(command);
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var read = await trial.ReadAsync(parsed, session);
            if (read.Value is not { } tried)
            {
                return session.Fail(read.Refused!);
            }

            var query = new PolicyReplayQuery
            {
                Document = tried.Document, PolicyId = tried.PolicyId, Number = tried.Number, Place = tried.Place,
                ServerId = tried.ServerId, GrantId = tried.GrantId, Days = parsed.GetValue(days),
            };
            var asked = await session.AskAsync((api, stop) => api.ReplayAsync(query, stop));
            var code = session.Show(asked, ApiJson.Default.PolicyReplayReport, report => ReplayLines.Print(session.Terminal, report));
            return code == ExitCode.Success && !asked.Value!.Shifts.IsEmpty ? ExitCode.Found : code;
        });
        return command;
    }
}
