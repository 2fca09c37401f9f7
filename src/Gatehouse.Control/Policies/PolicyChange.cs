using System.Collections.Immutable;
using Gatehouse.Api.Policies;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Policy.Language;

namespace Gatehouse.Control.Policies;

/// <summary>How a policy is changed: found, held against the version that the change was made from, noted.</summary>
internal sealed class PolicyChange(ControlStore store)
{
    /// <summary>Carries out a change of one policy.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="id">Which policy.</param>
    /// <param name="expected">The version that the change was made from.</param>
    /// <param name="sent">The document that was sent, for the difference where it is stale; null for none.</param>
    /// <param name="set">The change itself.</param>
    /// <param name="cancel">Gives up.</param>
    public ValueTask<Outcome<PolicyDetail>> RunAsync(
        Principal who, string id, Expected expected, string? sent,
        Func<Change, NamedPolicy, PolicyDetail, ValueTask<Outcome<PolicyDetail>>> set, CancellationToken cancel) =>
        store.ChangeAsync<PolicyDetail>(who, Right.ChangePolicies, async change =>
        {
            var found = await PolicyRows.FindAsync(change, id);
            if (found.Value is not { } row)
            {
                return found.Refusal!;
            }

            var before = await PolicyRows.DetailAsync(change.Db, row, change.Cancel);
            if (expected.Refuse(before) is { } stale)
            {
                return stale.Current is null || sent is null ? stale : stale with { Diff = LineDiff.Of(before.Document, sent) };
            }

            if (DeclaredFaults.Refuse(row.IsOfFile, PolicyRows.Kind) is { } kept)
            {
                return kept;
            }

            row.Version++;
            return await set(change, row, before);
        }, cancel);

    /// <summary>Writes down what was changed, and shows it.</summary>
    public static async ValueTask<Outcome<PolicyDetail>> NotedAsync(
        Change change, string what, NamedPolicy row, PolicyDetail? before, ImmutableArray<Finding>? findings)
    {
        await change.Db.SaveChangesAsync(change.Cancel);
        var after = await PolicyRows.DetailAsync(change.Db, row, change.Cancel);
        change.Note(what, PolicyRows.Kind, row.Id, before, after);
        return after with { Findings = findings };
    }
}
