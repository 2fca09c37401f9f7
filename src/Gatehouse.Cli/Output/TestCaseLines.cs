using Gatehouse.Api.Policies;

namespace Gatehouse.Cli.Output;

/// <summary>Cases of a test file that ran on the server, one line each, and what is wrong with those that failed.</summary>
internal static class TestCaseLines
{
    public static void Print(Terminal terminal, IEnumerable<PolicyTestCaseView> cases)
    {
        foreach (var one in cases)
        {
            terminal.Line($"{(one.Passed ? new Painted("passed", Tone.Good) : new Painted("FAILED", Tone.Bad))}  {one.Name}");
            foreach (var line in one.Passed ? [] : Wrong(one))
            {
                terminal.Line($"        {line}");
            }
        }
    }

    /// <summary>The same on the side, for what was refused.</summary>
    public static void Note(Terminal terminal, IEnumerable<PolicyTestCaseView> cases)
    {
        foreach (var one in cases)
        {
            terminal.Note($"FAILED  {one.Name}");
            foreach (var line in Wrong(one))
            {
                terminal.Note($"        {line}");
            }
        }
    }

    private static string[] Wrong(PolicyTestCaseView one) =>
    [
        $"expected {one.Expected?.Outcome}{By(one.Expected?.Rule)} of call {one.Call}",
        $"got {one.Actual.Outcome}{By(one.Actual.Rule)}{(one.Actual.Message.Length == 0 ? "" : ": " + one.Actual.Message)}",
    ];

    private static string By(string? rule) => string.IsNullOrEmpty(rule) ? "" : $" by {rule}";
}
