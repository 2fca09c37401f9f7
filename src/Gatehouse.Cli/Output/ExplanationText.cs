using System.Globalization;
using System.Text.Json;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Cli.Output;

/// <summary>An explanation for people and for programs.</summary>
internal static class ExplanationText
{
    private const int ValueCap = 200;

    /// <summary>Step by step, then the decision.</summary>
    public static void Print(Terminal terminal, string tool, Explanation explanation)
    {
        foreach (var step in explanation.Steps)
        {
            terminal.Line($"{Number(step.Number),3}  {(step.Rule.Length == 0 ? "(no rule stands against it)" : step.Rule)}: {new Painted(step.Result, ToneOf(step.Result))}");
            foreach (var condition in step.Conditions)
            {
                var actual = Visible.Short(condition.Actual, ValueCap);
                var found = step.Result == "counts" ? $"this call adds {actual}" : $"actual {actual}   {Word(condition)}";
                terminal.Line($"       {condition.Text}   {found}");
            }
        }

        var decision = explanation.Decision;
        terminal.Line($"{tool}: {OutcomeWord.Painted(decision.Outcome)}{(decision.Rule.Length == 0 ? "" : $" by {decision.Rule}")}");
        if (decision.Message.Length > 0)
        {
            terminal.Line($"  {decision.Message}");
        }

        foreach (var demand in decision.Approvals)
        {
            terminal.Line($"  asks {demand.Approvers} {(demand.Approvers == 1 ? "person" : "people")}: {demand.Message} ({demand.Rule})");
        }

        if (decision.Outcome != Outcome.Denied && !decision.Limits.IsEmpty)
        {
            terminal.Line($"  provided that {decision.Limits.Length} limit{(decision.Limits.Length == 1 ? " has" : "s have")} room");
        }

        foreach (var observed in decision.Observed)
        {
            terminal.Line($"  observed only: {OutcomeWord.Of(observed.Outcome)} by {observed.Rule}");
        }
    }

    /// <summary>The whole as one object.</summary>
    public static void Write(Utf8JsonWriter json, Explanation explanation)
    {
        var decision = explanation.Decision;
        json.WriteStartObject();
        json.WriteString("outcome", OutcomeWord.Of(decision.Outcome));
        json.WriteString("rule", decision.Rule);
        json.WriteString("message", decision.Message);
        json.WriteStartArray("limits");
        foreach (var charge in decision.Limits)
        {
            json.WriteStartObject();
            json.WriteString("rule", charge.Layer.Prefix + charge.Limit.Rule);
            json.WriteString("amount", charge.Amount.ToString(CultureInfo.InvariantCulture));
            json.WriteBoolean("shadow", charge.IsShadow);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("approvals");
        foreach (var demand in decision.Approvals)
        {
            json.WriteStartObject();
            json.WriteString("rule", demand.Rule);
            json.WriteString("message", demand.Message);
            json.WriteNumber("approvers", demand.Approvers);
            json.WriteNumber("expires_seconds", (long)demand.Expires.TotalSeconds);
            json.WriteNumber("hold_seconds", (long)demand.Hold.TotalSeconds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("steps");
        foreach (var step in explanation.Steps)
        {
            Write(json, step);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ExplanationStep step)
    {
        json.WriteStartObject();
        json.WriteNumber("step", step.Number);
        json.WriteString("rule", step.Rule);
        json.WriteString("result", step.Result);
        json.WriteStartArray("conditions");
        foreach (var condition in step.Conditions)
        {
            json.WriteStartObject();
            json.WriteString("condition", condition.Text);
            json.WriteString("actual", condition.Actual);
            json.WriteString("truth", Word(condition.Truth));
            json.WriteString("why", Word(condition.Why));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static Tone ToneOf(string result) => result switch
    {
        "denies" or "fires" => Tone.Bad,
        "asks" => Tone.Careful,
        "allowed" or "holds" => Tone.Good,
        _ => Tone.Dim,
    };

    private static string Word(ExplainedCondition condition) =>
        condition.Truth == Truth.Unknown ? $"unknown: {Word(condition.Why) ?? "no value"}" : Word(condition.Truth);

    private static string Word(Truth truth) => truth switch { Truth.True => "true", Truth.False => "false", _ => "unknown" };

    private static string? Word(UnknownWhy why) => why switch
    {
        UnknownWhy.Missing => "missing",
        UnknownWhy.WrongType => "wrong type",
        UnknownWhy.InexactNumber => "inexact number",
        UnknownWhy.AmbiguousName => "ambiguous name",
        UnknownWhy.NotPlain => "not plain",
        UnknownWhy.TooLong => "too long",
        _ => null,
    };
}
