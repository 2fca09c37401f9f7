using System.Globalization;
using Gatehouse.Api.Policies;

namespace Gatehouse.Cli.Output;

/// <summary>An explanation for people.</summary>
internal static class ExplanationText
{
    private const int ValueCap = 200;

    /// <summary>Step by step, then the decision.</summary>
    public static void Print(Terminal terminal, string tool, PolicyExplanation explanation)
    {
        foreach (var step in explanation.Steps)
        {
            terminal.Line($"{Number(step.Step),3}  {(step.Rule.Length == 0 ? "(no rule stands against it)" : step.Rule)}: {new Painted(step.Result, ToneOf(step.Result))}");
            foreach (var condition in step.Conditions)
            {
                var actual = Visible.Short(condition.Actual, ValueCap);
                var found = step.Result == "counts" ? $"this call adds {actual}" : $"actual {actual}   {Word(condition)}";
                terminal.Line($"       {condition.Condition}   {found}");
            }
        }

        terminal.Line($"{tool}: {OutcomeWord.Painted(explanation.Outcome)}{(explanation.Rule.Length == 0 ? "" : $" by {explanation.Rule}")}");
        if (explanation.Message.Length > 0)
        {
            terminal.Line($"  {explanation.Message}");
        }

        foreach (var demand in explanation.Approvals)
        {
            terminal.Line($"  asks {demand.Approvers} {(demand.Approvers == 1 ? "person" : "people")}: {demand.Message} ({demand.Rule})");
        }

        if (explanation.Outcome != "denied" && !explanation.Limits.IsEmpty)
        {
            terminal.Line($"  provided that {explanation.Limits.Length} limit{(explanation.Limits.Length == 1 ? " has" : "s have")} room");
        }

        foreach (var observed in explanation.Observed)
        {
            terminal.Line($"  observed only: {observed.Outcome} by {observed.Rule}");
        }
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Tone ToneOf(string result) => result switch
    {
        "denies" or "fires" => Tone.Bad,
        "asks" => Tone.Careful,
        "allowed" or "holds" => Tone.Good,
        _ => Tone.Dim,
    };

    private static string Word(ExplainedTruth condition) =>
        condition.Truth == "unknown" ? $"unknown: {condition.Why ?? "no value"}" : condition.Truth;
}
