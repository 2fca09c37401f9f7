using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary><c>physical</c>: things or people are moved in the real world.</summary>
internal sealed class PhysicalSignal : Signal
{
    private static readonly GroupSet Things = Groups("thing");

    public override string Name => "physical";

    public override string? Evidence(Reading reading, RiskCategory category) =>
        category is RiskCategory.Read or RiskCategory.Other || reading.Deciding?.Text is "lock" or "unlock" && !reading.NameHas("door")
            ? null
            : InName(reading, Things);

    public override RiskLevel Move(RiskCategory category, RiskLevel level, string evidence) => AtLeast(RiskLevel.High, level);
}
