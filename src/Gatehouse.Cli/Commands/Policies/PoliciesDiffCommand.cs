using System.CommandLine;
using System.Globalization;
using Gatehouse.Api;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies diff</c>: what two versions differ in.</summary>
internal static class PoliciesDiffCommand
{
    public static Command Create()
    {
        var policy = PolicyWords.Policy();
        var from = new Option<int?>("--from") { Description = "Number of the earlier version. Default: the one before the later", HelpName = "N" };
        var to = new Option<int?>("--to") { Description = "Number of the later version. Default: the one in force", HelpName = "N" };
        var command = new Verb(
            "diff", "Show the lines in which two versions of a policy differ.",
            "gatehouse policies diff payments", "gatehouse policies diff payments --from 2 --to 5") { policy, from, to };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var asked = await PolicyWords.FindAsync(session, parsed.GetValue(policy)!);
            if (asked.Value is not { } found)
            {
                return session.Fail(asked.Refused!);
            }

            var later = parsed.GetValue(to) ?? found.Current;
            var earlier = parsed.GetValue(from) ?? Math.Max(1, later - 1);
            var path = string.Create(CultureInfo.InvariantCulture, $"{PolicyWords.Path(found.Id)}/diff?from={earlier}&to={later}");
            return session.Show(await session.GetAsync(path, ApiJson.Default.PolicyDiff), ApiJson.Default.PolicyDiff, diff =>
            {
                foreach (var line in diff.Diff.Split('\n', StringSplitOptions.RemoveEmptyEntries))
                {
                    session.Terminal.Line($"{new Painted(line, line[0] switch { '+' => Tone.Good, '-' => Tone.Bad, _ => Tone.Plain })}");
                }

                session.Terminal.Note(
                    $"{(diff.Diff.Length == 0 ? "they are the same" : diff.IsWidening ? "the later one may open more" : "the later one opens nothing more")}");
            });
        });
        return command;
    }
}
