using Gatehouse.Api.Policies;
using Gatehouse.Control.Approvals;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Policies;

/// <summary>What may be done with the versions of a policy: saving, going back, and the second person that widening may need.</summary>
internal sealed class VersionAdministration(ControlDb db, PolicyChange changes, VersionSaving saving, PolicyTestGate tests)
{
    /// <summary>Saves another version: in force on the next call, or proposed. Where somebody else saved meanwhile, the refusal has the difference.</summary>
    /// <remarks>Faults: those of <see cref="VersionSaving.SaveAsync"/>.</remarks>
    public async ValueTask<Outcome<PolicyDetail>> SaveAsync(
        Principal who, string id, NewPolicyVersion version, Expected expected, CancellationToken cancel)
    {
        var document = PolicyChecks.Bytes(version.Document);
        await TryTestsAsync(who, id, document, version.Tests, cancel);
        return await changes.RunAsync(who, id, expected, version.Document, (change, row, before) => saving.SaveAsync(
            change, row, before, "policy.saved", new VersionText(document, version.Message, version.Confirmed, version.Tests)), cancel);
    }

    /// <summary>Goes back to the text of an earlier version, as a new one; the tests of now stay unless those of then are wanted, too.</summary>
    public async ValueTask<Outcome<PolicyDetail>> RollBackAsync(
        Principal who, string id, PolicyRollback back, Expected expected, CancellationToken cancel)
    {
        if (await PolicyRows.VersionAsync(db, id, back.Number, cancel) is { } then && (await PolicyRows.ReadAsync(db, who, id, cancel)).Value is not null)
        {
            await TryTestsAsync(who, id, then.Document, back.WithTests ? PolicyRows.Text(then.Tests) ?? "" : null, cancel);
        }

        return await changes.RunAsync(who, id, expected, null, async (change, row, before) =>
            await PolicyRows.VersionAsync(change.Db, id, back.Number, change.Cancel) is { } old
                ? await saving.SaveAsync(change, row, before, "policy.rolled_back", new VersionText(
                    old.Document, back.Message ?? $"back to version {back.Number}", back.Confirmed, back.WithTests ? PolicyRows.Text(old.Tests) ?? "" : null))
                : ControlFaults.Invalid("number", "is no version of the policy"), cancel);
    }

    /// <summary>A second person says yes to a version that may open something: it comes into force.</summary>
    /// <remarks>Faults: <c>version-not-proposed</c>, <c>proposal-own</c>, <c>proposal-stale</c>, <c>key-not-a-persons</c>, those of saving.</remarks>
    public ValueTask<Outcome<PolicyDetail>> ConfirmAsync(Principal who, string id, string number, Expected expected, CancellationToken cancel) =>
        changes.RunAsync(who, id, expected, null, async (change, row, before) =>
        {
            var found = await ProposedAsync(change, row, number);
            if (found.Value is not { } version)
            {
                return found.Refusal!;
            }

            var second = await SecondAsync(change, version);
            if (second.Value is not { } voter)
            {
                return second.Refusal!;
            }

            if (version.MadeFrom != row.CurrentNumber)
            {
                return new Fault(
                    PolicyFaults.ProposalStale, $"another version came into force since it was made from version {version.MadeFrom}", "save it again, and let that be confirmed");
            }

            // What was sound when it was proposed may not be now: tools change, and tests too.
            var findings = await saving.FindingsAsync(change, row, version.Document);
            if ((PolicyChecks.Refuse(findings, isConfirmed: true) ?? tests.Refuse(version.Document, version.Tests)) is { } refusal)
            {
                return refusal;
            }

            (version.State, version.ConfirmedById, version.ConfirmedBy, version.ConfirmedAt) =
                (PolicyVersionState.Confirmed, voter.Id, change.Who.Label, change.Now);
            row.CurrentNumber = version.Number;
            return await PolicyChange.NotedAsync(change, "policy.confirmed", row, before, findings);
        }, cancel);

    /// <summary>Takes a proposal back: its author, or anybody else who may change policies.</summary>
    /// <remarks>Fault: <c>version-not-proposed</c>.</remarks>
    public ValueTask<Outcome<PolicyDetail>> WithdrawAsync(Principal who, string id, string number, Expected expected, CancellationToken cancel) =>
        changes.RunAsync(who, id, expected, null, async (change, row, before) =>
        {
            var found = await ProposedAsync(change, row, number);
            if (found.Value is not { } version)
            {
                return found.Refusal!;
            }

            if (version.Number == row.CurrentNumber)
            {
                return new Fault(PolicyFaults.NotProposed, "it is the only version that there is", "remove the policy instead");
            }

            version.State = PolicyVersionState.Withdrawn;
            return await PolicyChange.NotedAsync(change, "policy.withdrawn", row, before, null);
        }, cancel);

    /// <summary>Runs tests without saving anything.</summary>
    public async ValueTask<Outcome<PolicyTestReport>> TestAsync(Principal who, string id, PolicyTestsRun run, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadPolicies) is { } lacking)
        {
            return lacking;
        }

        var found = await PolicyRows.ReadAsync(db, who, id, cancel);
        if (found.Value is not { } row)
        {
            return found.Refusal!;
        }

        var current = (await PolicyRows.VersionAsync(db, id, row.CurrentNumber, cancel))!;
        var wanted = run.Tests is null ? current.Tests : PolicyChecks.Bytes(run.Tests);
        return wanted is null
            ? new PolicyTestReport(0, 0, [])
            : tests.Run(run.Document is null ? current.Document : PolicyChecks.Bytes(run.Document), wanted);
    }

    // ORDER: before the transaction, which others wait for; inside it the results are known, unless somebody was faster.
    private async ValueTask TryTestsAsync(Principal who, string id, byte[] document, string? sent, CancellationToken cancel)
    {
        var stored = sent is null && who.Lacks(Right.ChangePolicies) is null && (await PolicyRows.ReadAsync(db, who, id, cancel)).Value is { } row
            ? (await PolicyRows.VersionAsync(db, id, row.CurrentNumber, cancel))?.Tests
            : null;
        if ((string.IsNullOrEmpty(sent) ? stored : PolicyChecks.Bytes(sent)) is { } text)
        {
            tests.Run(document, text);
        }
    }

    private static async ValueTask<Outcome<PolicyVersion>> ProposedAsync(Change change, NamedPolicy row, string number)
    {
        var version = int.TryParse(number, out var wanted)
            ? await change.Db.PolicyVersions.SingleOrDefaultAsync(one => one.PolicyId == row.Id && one.Number == wanted, change.Cancel)
            : null;
        return version is null ? ControlFaults.Absent("version", number)
            : version.State == PolicyVersionState.Proposed ? version
            : new Fault(PolicyFaults.NotProposed, "the version does not wait for a second person");
    }

    // SECURITY: two people, not two credentials: a key answers for who made it, and never does more than they may.
    private static async ValueTask<Outcome<Voter>> SecondAsync(Change change, PolicyVersion version)
    {
        var found = await ApproverRight.VoterAsync(change.Db, change.Who, change.Cancel);
        if (found.Value is not { } voter)
        {
            return found;
        }

        var member = await change.Db.Members.AsNoTracking()
            .SingleOrDefaultAsync(row => row.OrganisationId == change.Who.OrganisationId && row.PersonId == voter.Id, change.Cancel);
        return member is null || !RightTable.Allows(member.Role, Right.ChangePolicies)
            ? new Fault(ControlFaults.RightMissing, "the person may not change policies", "ask an admin of your organisation")
            : version.AnswererId == voter.Id
                ? new Fault(PolicyFaults.ProposalOwn, "nobody confirms what they proposed, by a key of theirs neither", "ask somebody else who may change policies")
                : found;
    }
}
