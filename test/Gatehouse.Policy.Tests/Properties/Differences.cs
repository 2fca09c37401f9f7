using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Tests.Reference;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>Where the decision point and the reference do not say the same of a call.</summary>
internal static class Differences
{
    /// <summary>Both verdicts in words, or null where they agree.</summary>
    public static string? Between(Decision engine, ReferenceVerdict page)
    {
        // Where the page gives no text, none is compared; nor is what is observed of a call that is denied anyway.
        var texts = page.Approvals.Where(one => one.Message is null).Select(one => one.Rule).ToHashSet(StringComparer.Ordinal);
        var approvals = engine.Approvals.Select(one => texts.Contains(one.Rule) ? one with { Message = "" } : one);
        var (left, right) = (Words(engine with { Approvals = [.. approvals] }), Words(page));
        left = page.Message is null ? left with { Message = "" } : left;
        if (page.Outcome == Outcome.Denied)
        {
            (left, right) = (left with { Observed = "" }, right with { Observed = "" });
        }

        return left == right ? null : $"engine:    {left}\nreference: {right}";
    }

    /// <summary>Everything that a decision says.</summary>
    public static string Text(Decision decision) => $"{decision.Kind} {Words(decision)}";

    private sealed record Verdict(Outcome Outcome, string Rule, string Message, string Approvals, string Charges, string Observed);

    private static Verdict Words(Decision decision) => new(
        decision.Outcome,
        decision.Rule,
        decision.Message,
        Joined(decision.Approvals.Select(one => $"{one.Rule} \"{one.Message}\" {one.Expires} {one.Hold} {one.Approvers}")),
        Joined(decision.Limits.Select(one => Charge(one.Layer.Prefix + one.Limit.Rule, one.Amount, one.IsShadow))),
        Joined(decision.Observed.Select(one => $"{one.Outcome} {one.Rule}")));

    private static Verdict Words(ReferenceVerdict verdict) => new(
        verdict.Outcome,
        verdict.Rule,
        verdict.Message ?? "",
        Joined(verdict.Approvals.Select(one => $"{one.Rule} \"{one.Message}\" {one.Expires} {one.Hold} {one.Approvers}")),
        Joined(verdict.Charges.Select(one => Charge(one.Rule, one.Amount, one.IsShadow))),
        Joined(verdict.Observed.Select(one => $"{one.Outcome} {one.Rule}")));

    // No `max` is above 2^63−1, so amounts above it are one: they never fit. 1.0 and 1.00 are one amount too.
    private static string Charge(string rule, decimal amount, bool isShadow) =>
        $"{rule} {Math.Min(amount, 9_223_372_036_854_775_808m) / 1.000000000000000000m}{(isShadow ? " shadow" : "")}";

    private static string Joined(IEnumerable<string> parts) => string.Join(" | ", parts);
}
