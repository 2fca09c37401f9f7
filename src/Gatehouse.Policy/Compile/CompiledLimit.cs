using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Predicates;

namespace Gatehouse.Policy.Compile;

/// <summary>One limit of a tool and where its amount comes from.</summary>
/// <param name="layer">The document it stands in.</param>
/// <param name="limit">The limit.</param>
/// <param name="slot">Where the values of <c>increment_from</c> are recorded; −1 counts calls.</param>
internal sealed class CompiledLimit(PolicyLayer layer, LimitRule limit, int slot)
{
    /// <summary>The rule id with its prefix.</summary>
    public string Rule { get; } = layer.Prefix + limit.Rule;

    /// <summary>The limit as it was written.</summary>
    public LimitRule Source => limit;

    /// <summary>Whether the amount depends on the arguments.</summary>
    public bool IsCounted => slot >= 0;

    /// <summary>The charge of a call that counts once.</summary>
    public LimitCharge OneCall => new(layer, limit, 1m, IsShadow: false);

    /// <summary>The charge of this call; null where the amount cannot be read, and then the denial says why.</summary>
    public LimitCharge? Charge(in CallReading reading, bool isShadow, out Decision? denial)
    {
        denial = null;
        if (slot < 0)
        {
            return new LimitCharge(layer, limit, 1m, isShadow);
        }

        var sum = AmountSum.Of(reading, slot);
        if (sum.Amount is { } amount)
        {
            return new LimitCharge(layer, limit, amount, isShadow);
        }

        var path = limit.IncrementFrom!.Text;
        var reason = sum.Why == UnknownWhy.None
            ? DenialText.NotAnAmount(path)
            : DenialText.CouldNotBeChecked(path, sum.Why);
        denial = new Decision
        {
            Outcome = Outcome.Denied,
            Rule = Rule,
            Message = $"{limit.OnDeny ?? DenialText.ByRule(Rule)} {reason}",
        };
        return null;
    }
}
