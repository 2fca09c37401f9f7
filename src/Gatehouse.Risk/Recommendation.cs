namespace Gatehouse.Risk;

/// <summary>What the taxonomy recommends for a category and a level: the single source for pages, scan and builder.</summary>
/// <param name="Name">Stable word of the rule: <c>open</c>, <c>limit-60</c>, <c>limit-30</c>, <c>limit-10</c>, <c>approval</c>, <c>hide</c>.</param>
/// <param name="IsHidden">Whether the tool belongs on the policy's <c>hide</c> list instead of having a rule.</param>
/// <param name="Rule">The value for the tool under <c>tools</c>, as JSON; of a hidden tool the empty object.</param>
public sealed record Recommendation(string Name, bool IsHidden, string Rule)
{
    /// <summary>What an agent is told when a person must approve.</summary>
    public const string ApprovalReason = "Requires human approval.";

    private static readonly Recommendation Open = new("open", false, "{}");
    private static readonly Recommendation Sixty = Limit(60);
    private static readonly Recommendation Thirty = Limit(30);
    private static readonly Recommendation Ten = Limit(10);
    private static readonly Recommendation Approval = new(
        "approval", false, $$"""{"deny_if":[{"conditions":[],"on_deny":"{{ApprovalReason}}"}]}""");

    private static readonly Recommendation Hidden = new("hide", true, "{}");

    /// <summary>Every recommendation there is, mildest first.</summary>
    public static IReadOnlyList<Recommendation> All { get; } = [Open, Sixty, Thirty, Ten, Approval, Hidden];

    /// <summary>The recommendation of a result. What the table does not name gets the next stricter row.</summary>
    public static Recommendation Of(RiskCategory category, RiskLevel level) => (category, level) switch
    {
        (RiskCategory.Read, RiskLevel.Low) => Open,
        (RiskCategory.Read or RiskCategory.Other, _) => Sixty,
        (RiskCategory.Write, RiskLevel.Low or RiskLevel.Medium) => Thirty,
        (RiskCategory.Write, _) => Ten,
        (RiskCategory.Execute, RiskLevel.Critical) => Approval,
        (RiskCategory.Execute, _) => Ten,
        (RiskCategory.Destructive, RiskLevel.Critical) => Hidden,
        _ => Approval,
    };

    private static Recommendation Limit(int perMinute) =>
        new($"limit-{perMinute}", false, $$"""{"limits":[{"counter":"calls","window":"minute","max":{{perMinute}}}]}""");
}
