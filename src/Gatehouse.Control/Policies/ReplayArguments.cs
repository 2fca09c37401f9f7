using System.Collections.Immutable;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Records;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Arguments;
using Gatehouse.Ledger.Index;
using Gatehouse.Policy.Foresight;

namespace Gatehouse.Control.Policies;

/// <summary>Stored arguments for a replay.</summary>
/// <remarks>
/// SECURITY: for who may read them alone. A draft that asks whether an argument begins with "a", replayed, tells it: for everybody
/// else such a call hangs on what is not known.
/// </remarks>
internal sealed class ReplayArguments(GatehouseLedger ledger, RecordArguments reading, TimeProvider time)
{
    private bool _isNoted;

    /// <summary>Those of a portion of calls, by their ids. What is not there, or does not open, is not known.</summary>
    /// <returns>A refusal where the right went meanwhile, or where the store cannot be read: a replay without them would look whole.</returns>
    public async ValueTask<(ImmutableDictionary<string, StoredArguments> Found, Refusal? Refusal)> OfAsync(
        Principal who, IReadOnlyCollection<RecordedCall> calls, CancellationToken cancel)
    {
        var none = ImmutableDictionary<string, StoredArguments>.Empty;
        var kept = calls.Where(static call => call.IsKept).Select(static call => call.CallId).Distinct(StringComparer.Ordinal).ToList();
        if (kept.Count == 0 || who.Lacks(Right.ReadArguments) is not null)
        {
            return (none, null);
        }

        var (found, fault) = await ledger.Arguments.FindAsync(kept, who.OrganisationId, time.GetUtcNow(), cancel);
        if (fault is not null)
        {
            return (none, fault);
        }

        var readable = found!.Where(static one => one.Value.Values is not null).ToImmutableDictionary(StringComparer.Ordinal);
        if (readable.IsEmpty || _isNoted)
        {
            return (readable, null);
        }

        // ORDER: once a replay, before anything is judged by them.
        _isNoted = true;
        var refusal = await reading.NoteAsync(who, "records.arguments_replayed", "records", who.OrganisationId, [.. readable.Values], cancel);
        return (refusal is null ? readable : none, refusal);
    }

    /// <summary>What is not known of them.</summary>
    public static ArgumentGaps GapsOf(StoredArguments stored) =>
        new([.. stored.Values!.Places.Select(static place => new ArgumentGap(place.Steps, place.MayHaveMembers))]);
}
