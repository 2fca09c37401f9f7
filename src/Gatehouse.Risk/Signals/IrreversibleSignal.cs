using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary><c>irreversible</c>: the text says that it cannot be undone.</summary>
internal sealed class IrreversibleSignal : Signal
{
    public override string Name => "irreversible";

    public override string? Evidence(Reading reading, RiskCategory category) =>
        category is RiskCategory.Read or RiskCategory.Other ? null
        : Said(reading, Name) is { } said && !(category != RiskCategory.Destructive && said.EndsWith(" permanent", StringComparison.Ordinal)) ? said
        : null;

    public override RiskLevel Move(RiskCategory category, RiskLevel level, string evidence) => category switch
    {
        RiskCategory.Write => AtLeast(RiskLevel.High, level),
        RiskCategory.Execute => RiskLevel.Critical,
        _ => level,
    };
}
