using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Limits;

/// <summary>Steps 8 and 10: turns the limits that a decision asks for into counters, and their answers into decisions.</summary>
internal sealed class LimitGate(ICounterStore counters, TimeProvider time)
{
    private readonly CounterKeys _keys = new();

    /// <summary>Whether the limits have room now; nothing is taken. Asked before a person is.</summary>
    public async ValueTask<LimitVerdict> PeekAsync(Decision decision, LimitSubjects subjects, CancellationToken cancel)
    {
        if (decision.Limits.IsDefaultOrEmpty)
        {
            return LimitVerdict.Free;
        }

        var demands = Demands(decision.Limits, subjects, out var sources);
        return Verdict(decision, sources, demands, await counters.PeekAsync(demands, cancel));
    }

    /// <summary>Takes all or none.</summary>
    public ValueTask<LimitVerdict> ReserveAsync(Decision decision, LimitSubjects subjects, CancellationToken cancel)
    {
        if (decision.Limits.IsDefaultOrEmpty)
        {
            return new(LimitVerdict.Free);
        }

        var demands = Demands(decision.Limits, subjects, out var sources);
        var asked = counters.ReserveAsync(demands, cancel);
        return asked.IsCompletedSuccessfully
            ? new(Verdict(decision, sources, demands, asked.Result))
            : AwaitAsync(asked);

        async ValueTask<LimitVerdict> AwaitAsync(ValueTask<CounterAnswer> pending) =>
            Verdict(decision, sources, demands, await pending);
    }

    /// <summary>Gives back what was taken, because provably nothing was sent.</summary>
    public ValueTask ReleaseAsync(ImmutableArray<Reserved> reserved, CancellationToken cancel) =>
        reserved.IsDefaultOrEmpty ? default : counters.ReleaseAsync(reserved, cancel);

    // A limit of session scope is two counters: the session's own, and the grant's over all its sessions (section 5).
    private CounterDemand[] Demands(ImmutableArray<LimitCharge> charges, LimitSubjects subjects, out int[] sources)
    {
        var count = charges.Length;
        foreach (var charge in charges)
        {
            count += charge.Limit.Scope == LimitScope.Session ? 1 : 0;
        }

        var demands = new CounterDemand[count];
        sources = new int[count];
        var at = 0;
        for (var i = 0; i < charges.Length; i++)
        {
            var (layer, limit, amount, isShadow) = charges[i];
            sources[at] = i;
            demands[at++] = new(_keys.Of(layer, limit, subjects.Of(limit.Scope), isShadow), limit.Window, limit.Max, amount, isShadow);
            if (limit.Scope == LimitScope.Session)
            {
                sources[at] = i;
                demands[at++] = new(
                    _keys.Of(layer, limit, subjects.AllSessions, isShadow), limit.Window, (decimal)limit.Max * limit.Sessions, amount, isShadow);
            }
        }

        return demands;
    }

    private LimitVerdict Verdict(Decision decision, int[] sources, CounterDemand[] demands, in CounterAnswer answer)
    {
        if (answer.Fits)
        {
            return new(null, null, answer.Reserved.IsDefault ? [] : answer.Reserved);
        }

        var (layer, limit, _, _) = decision.Limits[sources[answer.RefusedAt]];
        var denied = new Decision
        {
            Outcome = Outcome.Denied,
            Rule = layer.Prefix + limit.Rule,
            Message = limit.OnDeny ?? DefaultMessage(demands[answer.RefusedAt], answer.FitsAt),
            Observed = decision.Observed,
        };
        var wait = answer.FitsAt - time.GetUtcNow();
        return new(denied, wait is { } span ? Math.Max(1, (long)Math.Ceiling(span.TotalSeconds)) : null, []);
    }

    private static string DefaultMessage(in CounterDemand demand, DateTimeOffset? fitsAt)
    {
        var limit = string.Create(CultureInfo.InvariantCulture, $"Limit of {demand.Max} per {demand.Window.Text} reached.");
        return fitsAt is { } at
            ? string.Create(CultureInfo.InvariantCulture, $"{limit} Resets at {at.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}.")
            : $"{limit} This call alone is more than the limit.";
    }
}
