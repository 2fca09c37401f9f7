using Gatehouse.Api.Policies;

namespace Gatehouse.Cli.Output;

/// <summary>What recorded calls say of a document.</summary>
internal static class ReplayLines
{
    public static void Print(Terminal terminal, PolicyReplayReport report)
    {
        if (!report.Shifts.IsEmpty)
        {
            terminal.Table(
                ["tool", "was", "would be", "by", "calls"],
                [.. report.Shifts.Select(static one => (string[])[one.Tool, one.From, one.To, one.Rule, Fields.Number(one.Count)])]);
        }

        terminal.Line($"{report.Looked} calls since {Fields.Time(report.Since)}: {report.Same} decided the same, {report.Shifts.Sum(static one => one.Count)} otherwise");
        if (report.WithValues > 0)
        {
            terminal.Line($"{report.WithValues} were judged with stored values of their arguments");
        }

        if (report.Unjudged.Calls > 0)
        {
            terminal.Line(
                $"{report.Unjudged.Calls} hang on what records do not keep (values {report.Unjudged.Values}, session {report.Unjudged.Session}, client {report.Unjudged.Client})");
        }

        if (!report.IsComplete)
        {
            terminal.Note($"there were more calls than are looked at: these are the newest");
        }
    }
}
