using Gatehouse.Risk.Words;

namespace Gatehouse.Risk.Signals;

/// <summary><c>dry</c>: it can only preview, quote or validate. An argument that may be switched off does not count.</summary>
internal sealed class DrySignal : Signal
{
    public override string Name => "dry";

    public override string? Evidence(Reading reading, RiskCategory category)
    {
        if (category != RiskCategory.Read)
        {
            return null;
        }

        foreach (var token in reading.Name)
        {
            if (token.Term?.Text is "simulate" or "preview" or "dry" or "quote" or "estimate" or "validate")
            {
                return $"name: {reading.OfName(token)}";
            }
        }

        return null;
    }

    public override RiskLevel Move(RiskCategory category, RiskLevel level, string evidence) => level;
}
