using System.Collections.Immutable;
using Gatehouse.Api.Policies;
using Gatehouse.Api.Records;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Records;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy;
using Gatehouse.Policy.Foresight;
using Gatehouse.Policy.Language;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Mcp.Denials;

/// <summary>Explains a recorded decision: the rule as it was written, what would have let the call through, what becomes of it now.</summary>
internal sealed class DenialExplainer(ControlDb db, RecordAdministration records, PolicyTrials trials, TimeProvider time)
{
    private const string Organisation = "org:";
    private const string Server = "server:";

    /// <summary>The explanation. A call that was allowed has one, too: that nothing stood against it.</summary>
    /// <remarks>Faults: <c>not-found</c>, <c>store-unavailable</c>.</remarks>
    public async ValueTask<Outcome<DenialExplanation>> ExplainAsync(Principal who, string callId, CancellationToken cancel)
    {
        var read = await records.ReadAsync(who, callId, cancel);
        if (read.Value is not { } record)
        {
            return read.Refusal!;
        }

        if (who.Lacks(Right.ReadPolicies) is { } lacking)
        {
            return lacking;
        }

        var now = await NowAsync(who, record, cancel);
        if (record.Rule is not { Length: > 0 } rule)
        {
            return new DenialExplanation
            {
                Record = record, Place = "gateway", Why = $"the call was {record.Decision}: nothing stood against it", Needed = [], Now = now,
            };
        }

        var (place, plain) = PlaceOf(rule);
        if (GatewayRules.Find(plain) is { } known)
        {
            return new DenialExplanation
            {
                Record = record, Rule = rule, Now = now, Why = known.Why, Needed = [known.Needed],
                Place = plain is "(default deny)" or "(hidden)" ? place : "gateway",
            };
        }

        var (text, written) = await FindAsync(who, record, place, plain, cancel);
        return new DenialExplanation
        {
            Record = record, Rule = rule, Place = place, Written = written, Now = now,
            Why = Answered(record) ?? text?.Why ?? "a rule decided that its document does not have any more",
            Needed = text is null ? [] : [text.Needed],
        };
    }

    private static (string Place, string Rule) PlaceOf(string rule) =>
        rule.StartsWith(Organisation, StringComparison.Ordinal) ? ("organisation", rule[Organisation.Length..])
        : rule.StartsWith(Server, StringComparison.Ordinal) ? ("server", rule[Server.Length..])
        : ("grant", rule);

    // What people made of a call that waited says more than the rule that asked them.
    private static string? Answered(RecordView record) => record.ApprovalId is null ? null
        : record.Decision == "allowed" ? "a person was asked and said yes"
        : record.Settlements is { Length: > 0 } settled ? $"a person was asked, and the request became {settled[^1].State}"
        : "a person was asked; the same call sent again finds their answer";

    private async Task<(RuleText? Text, WrittenRule? Written)> FindAsync(
        Principal who, RecordView record, string place, string rule, CancellationToken cancel)
    {
        foreach (var version in await VersionsAsync(who, record, place, cancel))
        {
            if (PolicyReader.Read(version.Document).Document is { } document && RuleText.Find(document, rule) is { } text)
            {
                return (text, new WrittenRule(version.PolicyId, version.Name, version.Number, version.IsInForce, text.Conditions, text.Message));
            }
        }

        return (null, null);
    }

    // A record names the grant's own document by its hash. Of baselines it names none: those of now are looked at.
    private async Task<List<Version>> VersionsAsync(Principal who, RecordView record, string place, CancellationToken cancel)
    {
        var attached = place switch
        {
            "organisation" => await db.Organisations.AsNoTracking().Where(row => row.Id == who.OrganisationId)
                .Select(row => row.BaselinePolicyId).SingleOrDefaultAsync(cancel),
            "server" => await db.Servers.AsNoTracking().Where(row => row.Id == record.ServerId && row.OrganisationId == who.OrganisationId)
                .Select(row => row.BaselinePolicyId).SingleOrDefaultAsync(cancel),
            _ => await db.Grants.AsNoTracking().Where(row => row.Id == record.GrantId && row.OrganisationId == who.OrganisationId && row.Revoked == null)
                .Select(row => row.PolicyId).SingleOrDefaultAsync(cancel),
        };
        var (isOwn, hash) = (place == "grant", record.Policy);
        var rows = await (
            from policy in PolicyRows.Of(db, who).AsNoTracking()
            join version in db.PolicyVersions.AsNoTracking() on policy.Id equals version.PolicyId
            where isOwn ? version.Hash == hash : policy.Id == attached && version.Number == policy.CurrentNumber
            orderby version.Number descending
            select new { policy.Id, policy.Name, policy.CurrentNumber, version.Number, version.Document }).Take(10).ToListAsync(cancel);
        return
        [
            .. rows.Select(row => new Version(
                row.Id, row.Name, row.Number, row.Document, row.Id == attached && row.Number == row.CurrentNumber))
                .OrderByDescending(static row => row.IsInForce),
        ];
    }

    private async Task<CallNow?> NowAsync(Principal who, RecordView record, CancellationToken cancel)
    {
        if (record.Method != "tools/call" || record.Target is not { } tool)
        {
            return null;
        }

        var read = await trials.ReadAsync(who, new PolicyTrial { GrantId = record.GrantId }, cancel);
        if (read.Value is not { Grant: { } grant, Server: { } server } trial)
        {
            return null;
        }

        if ((grant.Frozen is not null ? Freeze.Grant : server.Frozen is not null ? Freeze.Server : null) is { } freeze)
        {
            return new CallNow("denied", freeze.Decision.Rule, []);
        }

        var outline = record.Arguments is { } list ? RecordedCalls.OutlineOf(list) : new ArgumentOutline([], isComplete: true);
        var facts = new CallFacts
        {
            Tool = trial.Tool(tool), Server = trial.ServerFacts, Grant = trial.GrantFacts, Session = null, Now = time.GetUtcNow(),
            Client = record.Client is null ? null : new ClientFacts(record.Client, null),
        };
        var prospect = trial.Point.Foresee(facts, outline);
        return new CallNow(
            prospect.Outcome is { } outcome ? PolicyExplanation.OutcomeOf(outcome) : null, prospect.Rule, Words(prospect.Open));
    }

    private static ImmutableArray<string> Words(OpenFacts open) =>
    [
        .. new[] { (OpenFacts.Values, "values"), (OpenFacts.Session, "session"), (OpenFacts.Client, "client") }
            .Where(one => open.HasFlag(one.Item1)).Select(static one => one.Item2),
    ];

    private sealed record Version(string PolicyId, string Name, int Number, byte[] Document, bool IsInForce);
}
