using Gatehouse.Api.Policies;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Ledger.Arguments;
using Gatehouse.Ledger.Index;
using Gatehouse.Policy;
using Gatehouse.Policy.Testing;

namespace Gatehouse.Control.Policies;

/// <summary>Runs recorded calls against a document that is not in force: which decisions would change.</summary>
/// <remarks>
/// Tools, tags and the other documents are those of now; counters begin empty. Values are known where the server had them stored and
/// who asks may read them; what hangs on others is counted as such.
/// </remarks>
internal sealed class PolicyReplayer(
    ControlDb db, PolicyTrials trials, PinnedTools pinned, RecordedCalls records, ReplayArguments arguments, Places places, TimeProvider time)
{
    private static readonly string?[] _frozen =
        [Freeze.Grant.Decision.Rule, Freeze.Heartbeat.Decision.Rule, Freeze.Server.Decision.Rule, Freeze.Organisation.Decision.Rule];

    /// <summary>Longest time back, in days.</summary>
    public const int MostDays = 31;

    /// <summary>How far back where nobody says.</summary>
    public const int UsualDays = 7;

    /// <summary>The report.</summary>
    /// <remarks>Faults: those of <see cref="PolicyTrials.ReadAsync"/>, <c>value-invalid</c>, <c>too-many-requests</c>, <c>store-unavailable</c>.</remarks>
    public async ValueTask<Outcome<PolicyReplayReport>> RunAsync(Principal who, PolicyReplayQuery query, CancellationToken cancel)
    {
        if ((who.Lacks(Right.ReadRecords) ?? InvalidDays(query.Days ?? UsualDays)) is { } refused)
        {
            return refused;
        }

        if (query is { GrantId: null, ServerId: null, PolicyId: null })
        {
            return ControlFaults.Invalid("grant_id", "or `server_id` or `policy_id` is needed: whose calls are looked at");
        }

        // Says what is wrong with the query, too: a document that does not validate, ids of nobody.
        var read = await trials.ReadAsync(who, query, cancel);
        if (read.Value is not { } trial)
        {
            return read.Refusal!;
        }

        var (place, busy) = places.Take(who.Id);
        using (place)
        {
            return place is null ? busy! : await RunAsync(who, query, trial, cancel);
        }
    }

    /// <summary>Null for a number of days that may be asked for.</summary>
    public static Fault? InvalidDays(int days) => days is >= 1 and <= MostDays ? null : ControlFaults.Invalid("days", $"is not 1 to {MostDays}");

    private async Task<Outcome<PolicyReplayReport>> RunAsync(Principal who, PolicyReplayQuery query, ReadTrial trial, CancellationToken cancel)
    {
        var scope = await ReplayScope.ReadAsync(db, pinned, who, query, trial.Tried, cancel);
        var since = time.GetUtcNow() - TimeSpan.FromDays(query.Days ?? UsualDays);
        var filter = new RecordQuery { Since = since, GrantId = query.GrantId, ServerId = trial.Server?.Id };
        var onlyOf = query.GrantId is null ? query.PolicyId : null;
        var (calls, isComplete, fault) = await records.ReadAsync(who, filter, call => IsJudged(call) && scope.Concerns(call.GrantId, onlyOf), cancel);
        if (fault is not null)
        {
            return fault;
        }

        var (tally, replay) = (new ReplayTally(), new PolicyReplay());
        foreach (var portion in calls.Chunk(ArgumentStore.MostFound))
        {
            var (stored, refusal) = await arguments.OfAsync(who, portion, cancel);
            if (refusal is not null)
            {
                return refusal;
            }

            foreach (var call in portion)
            {
                Judge(scope, replay, tally, call, stored.GetValueOrDefault(call.CallId));
            }
        }

        return tally.Report(since, isComplete);
    }

    private static void Judge(ReplayScope scope, PolicyReplay replay, ReplayTally tally, RecordedCall call, StoredArguments? stored)
    {
        if (scope.Of(call.GrantId, call.Target ?? "") is not { } held)
        {
            return;
        }

        var prospect = replay.Judge(
            held.Point,
            new CallFacts
            {
                Tool = held.Tool,
                Server = held.Server,
                Grant = held.Grant,
                Client = call.Client is null ? null : new ClientFacts(call.Client, null),
                Session = null,
                Now = call.Time,
                Arguments = stored is null ? default : stored.Values!.Json.Span,
            },
            stored is null ? RecordedCalls.OutlineOf(call) : null, stored is null ? null : ReplayArguments.GapsOf(stored), call.Session ?? "", call.Decision == "allowed");
        tally.Saw(stored);
        if (prospect.Outcome is { } outcome)
        {
            tally.Judged(call, PolicyExplanation.OutcomeOf(outcome), prospect.Rule);
        }
        else
        {
            tally.Open(prospect.Open);
        }
    }

    // Other doors, and denials that no policy made.
    private static bool IsJudged(RecordedCall call) =>
        call.Method == "tools/call" && !_frozen.Contains(call.Rule, StringComparer.Ordinal);
}
