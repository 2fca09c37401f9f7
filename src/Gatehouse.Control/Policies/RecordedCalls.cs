using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Control.People;
using Gatehouse.Control.Records;
using Gatehouse.Ledger.Index;
using Gatehouse.Policy;
using Gatehouse.Policy.Foresight;

namespace Gatehouse.Control.Policies;

/// <summary>The newest recorded calls, up to a bound: what replaying and suggesting look at.</summary>
internal sealed class RecordedCalls(RecordSettings settings, OwnServers servers)
{
    /// <summary>So many are looked at, and no more.</summary>
    public const int Most = 20_000;

    private const int Portion = 1_000;

    /// <summary>Calls of the organisation's own servers, oldest first, and whether they are all that match.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="filter">Which.</param>
    /// <param name="keeps">Which of those, where the filter cannot say it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <remarks>Fault: <c>store-unavailable</c>.</remarks>
    public async ValueTask<(ImmutableArray<RecordedCall> Calls, bool IsComplete, Fault? Fault)> ReadAsync(
        Principal who, RecordQuery filter, Func<RecordedCall, bool> keeps, CancellationToken cancel)
    {
        // SECURITY: never another organisation's, whatever ids were sent.
        var own = await servers.ReadAsync(who, cancel);
        var query = filter with { Servers = own, Most = Portion, MostLooked = Portion * 5 };
        var (found, looked) = (new List<RecordedCall>(), 0);
        while (true)
        {
            var (page, fault) = await settings.Index.PageAsync(query, cancel);
            if (page is null || fault is not null)
            {
                return ([], false, fault);
            }

            looked += Portion * 5;
            found.AddRange(page.Calls.Where(keeps));
            if (page.Next is not { } next || found.Count >= Most || looked >= Most * 10)
            {
                found.Reverse();
                return ([.. found.TakeLast(Most)], page.Next is null && found.Count <= Most, null);
            }

            query = query with { After = next };
        }
    }

    /// <summary>What was decided: <c>allowed</c>, <c>denied</c>, or <c>pending</c> where a person was asked, whatever came of it.</summary>
    public static string DecisionOf(RecordedCall call) => call.ApprovalId is not null ? "pending" : call.Decision;

    /// <summary>The arguments as the record has them.</summary>
    public static ArgumentOutline OutlineOf(RecordedCall call)
    {
        if (call.Arguments is not { } text)
        {
            return new ArgumentOutline([], isComplete: true);
        }

        using var document = JsonDocument.Parse(text);
        return OutlineOf(document.RootElement);
    }

    /// <summary>The arguments as a record shows them.</summary>
    public static ArgumentOutline OutlineOf(JsonElement list)
    {
        var members = ImmutableArray.CreateBuilder<(string, JsonValueKind)>();
        var isComplete = true;
        foreach (var one in list.EnumerateArray())
        {
            // A name that was cut, or the word that there were more.
            if (one.ValueKind != JsonValueKind.Array || one[0].GetString() is not { } name || name.EndsWith('…'))
            {
                isComplete = false;
                continue;
            }

            members.Add((name, one[1].GetString() switch
            {
                "string" => JsonValueKind.String,
                "number" => JsonValueKind.Number,
                "boolean" => JsonValueKind.False,
                "object" => JsonValueKind.Object,
                "array" => JsonValueKind.Array,
                _ => JsonValueKind.Null,
            }));
        }

        return new ArgumentOutline(members.ToImmutable(), isComplete);
    }
}
