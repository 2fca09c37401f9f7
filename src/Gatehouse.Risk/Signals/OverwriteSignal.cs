using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary><c>overwrite</c>: existing content is replaced and the old not kept. It is said, and moves nothing.</summary>
internal sealed class OverwriteSignal : Signal
{
    public override string Name => "overwrite";

    public override string? Evidence(Reading reading, RiskCategory category) => category != RiskCategory.Write ? null
        : reading.NameHas("replace") ? "name: replace"
        : reading.NameHas("overwrite") ? "name: overwrite"
        : Said(reading, Name);

    public override RiskLevel Move(RiskCategory category, RiskLevel level, string evidence) => level;
}
