using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Api.Policies;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Calls;
using Gatehouse.Ledger.Index;
using Gatehouse.Policy;

namespace Gatehouse.Control.Policies;

/// <summary>A version beside the one in force: evaluated on real calls, written into their records, never enforced.</summary>
internal sealed class ObservedVersions(
    ControlDb db, PolicyChange changes, VersionSaving saving, PinnedTools pinned, RecordedCalls records, Places places)
{
    /// <summary>Begins to observe a draft, or a version that is there.</summary>
    /// <remarks>Faults: <c>value-invalid</c>, <c>policy-invalid</c>.</remarks>
    public ValueTask<Outcome<PolicyDetail>> StartAsync(
        Principal who, string id, PolicyObservation wanted, Expected expected, CancellationToken cancel) =>
        changes.RunAsync(who, id, expected, wanted.Document, async (change, row, before) =>
        {
            if ((wanted.Document is null) == (wanted.Number is null))
            {
                return ControlFaults.Invalid("document", "or `number` is needed, and not both");
            }

            var number = wanted.Number ?? 0;
            ImmutableArray<Policy.Language.Finding>? findings = null;
            if (wanted.Document is { } document)
            {
                var saved = await saving.ObserveAsync(change, row, new VersionText(PolicyChecks.Bytes(document), wanted.Message, true, null), before);
                if (saved.Refusal is not null)
                {
                    return saved.Refusal;
                }

                (number, findings) = (saved.Number, saved.Findings);
            }
            else if (number == row.CurrentNumber || await PolicyRows.VersionAsync(change.Db, id, number, change.Cancel) is null)
            {
                return ControlFaults.Invalid("number", "is no version of the policy, or the one in force");
            }

            (row.ObservedNumber, row.ObservedSince) = (number, change.Now);
            return await PolicyChange.NotedAsync(change, "policy.observed", row, before, findings);
        }, cancel);

    /// <summary>Ends observing.</summary>
    /// <remarks>Fault: <c>nothing-observed</c>.</remarks>
    public ValueTask<Outcome<PolicyDetail>> StopAsync(Principal who, string id, Expected expected, CancellationToken cancel) =>
        changes.RunAsync(who, id, expected, null, async (change, row, before) =>
        {
            if (row.ObservedNumber is null)
            {
                return _nothing;
            }

            (row.ObservedNumber, row.ObservedSince) = (null, null);
            return await PolicyChange.NotedAsync(change, "policy.observed_no_more", row, before, null);
        }, cancel);

    /// <summary>Puts the observed version in force, as a new one, by all the rules of saving; then it is observed no more.</summary>
    /// <remarks>Faults: <c>nothing-observed</c>, those of saving.</remarks>
    public ValueTask<Outcome<PolicyDetail>> PromoteAsync(
        Principal who, string id, PolicyPromotion promotion, Expected expected, CancellationToken cancel) =>
        changes.RunAsync(who, id, expected, null, async (change, row, before) =>
        {
            if (row.ObservedNumber is not { } number || await PolicyRows.VersionAsync(change.Db, id, number, change.Cancel) is not { } version)
            {
                return _nothing;
            }

            (row.ObservedNumber, row.ObservedSince) = (null, null);
            return await saving.SaveAsync(change, row, before, "policy.promoted", new VersionText(
                version.Document, promotion.Message ?? $"promoted version {number}", promotion.Confirmed, null));
        }, cancel);

    /// <summary>What the observed version would have decided of real calls, held against what was decided.</summary>
    /// <remarks>Faults: <c>nothing-observed</c>, <c>too-many-requests</c>, <c>store-unavailable</c>.</remarks>
    public async ValueTask<Outcome<PolicyReplayReport>> ReportAsync(Principal who, string id, CancellationToken cancel)
    {
        if ((who.Lacks(Right.ReadPolicies) ?? who.Lacks(Right.ReadRecords)) is { } lacking)
        {
            return lacking;
        }

        var found = await PolicyRows.ReadAsync(db, who, id, cancel);
        if (found.Value is not { } row)
        {
            return found.Refusal!;
        }

        if (row.ObservedSince is not { } since)
        {
            return _nothing;
        }

        var (place, busy) = places.Take(who.Id);
        using (place)
        {
            return place is null ? busy! : await ReportAsync(who, row, since, cancel);
        }
    }

    private static readonly Fault _nothing = new(PolicyFaults.NothingObserved, "the policy has no version that is observed", "begin to observe one");

    private async Task<Outcome<PolicyReplayReport>> ReportAsync(Principal who, NamedPolicy row, DateTimeOffset since, CancellationToken cancel)
    {
        var scope = await ReplayScope.ReadAsync(db, pinned, who, new PolicyTrial(), (row.Id, null), cancel);
        var (calls, isComplete, fault) = await records.ReadAsync(
            who, new RecordQuery { Since = since }, call => call.Observed is not null && scope.Uses(call.GrantId, row.Id), cancel);
        if (fault is not null)
        {
            return fault;
        }

        var tally = new ReplayTally();
        foreach (var call in calls)
        {
            if (Observed(call) is var (outcome, rule))
            {
                tally.Judged(call, outcome, rule);
            }
        }

        return tally.Report(since, isComplete);
    }

    // What the record says of the version beside; documents that only observe by themselves are written there, too.
    private static (string Outcome, string Rule)? Observed(RecordedCall call)
    {
        using var document = JsonDocument.Parse(call.Observed!);
        foreach (var one in document.RootElement.EnumerateArray())
        {
            if (one[1].GetString() is { } rule && rule.StartsWith(ObservedPolicy.Prefix, StringComparison.Ordinal))
            {
                return (one[0].GetString()!, rule[ObservedPolicy.Prefix.Length..]);
            }
        }

        return null;
    }
}
