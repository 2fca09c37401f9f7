using System.Collections.Immutable;
using System.Text;
using Gatehouse.Api.Policies;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Policies;

/// <summary>Finds policies of an organisation, and shows them.</summary>
internal static class PolicyRows
{
    public const string Kind = "policy";

    /// <summary>The policies of who asks.</summary>
    public static IQueryable<NamedPolicy> Of(ControlDb db, Principal who) =>
        db.Policies.Where(row => row.OrganisationId == who.OrganisationId && row.Retired == null);

    /// <summary>One of them, to be changed.</summary>
    public static async ValueTask<Outcome<NamedPolicy>> FindAsync(Change change, string id) =>
        await Of(change.Db, change.Who).SingleOrDefaultAsync(row => row.Id == id, change.Cancel) is { } found
            ? found
            : ControlFaults.Absent(Kind, id);

    /// <summary>One of them, to be read.</summary>
    public static async ValueTask<Outcome<NamedPolicy>> ReadAsync(ControlDb db, Principal who, string id, CancellationToken cancel) =>
        await Of(db, who).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) is { } found
            ? found
            : ControlFaults.Absent(Kind, id);

    /// <summary>A version of it; null where there is none of that number.</summary>
    public static Task<PolicyVersion?> VersionAsync(ControlDb db, string id, int number, CancellationToken cancel) =>
        db.PolicyVersions.AsNoTracking().SingleOrDefaultAsync(row => row.PolicyId == id && row.Number == number, cancel);

    /// <summary>The policy with the document in force.</summary>
    public static async Task<PolicyDetail> DetailAsync(ControlDb db, NamedPolicy row, CancellationToken cancel)
    {
        var version = (await VersionAsync(db, row.Id, row.CurrentNumber, cancel))!;
        var uses = await UsesAsync(db, row.Id, cancel);
        return new PolicyDetail
        {
            Id = row.Id,
            Name = row.Name,
            Current = row.CurrentNumber,
            State = version.State,
            ObservedNumber = row.ObservedNumber,
            ObservedSince = row.ObservedSince,
            Proposals = [.. await ProposalsOf(db, [row.Id]).Select(one => one.Number).ToListAsync(cancel)],
            Hash = version.Hash,
            Grants = uses.Count(static use => use.Kind == "grant"),
            ManagedBy = row.IsOfFile ? DeclaredFaults.Word : null,
            Created = row.Created,
            Version = row.Version,
            Document = Encoding.UTF8.GetString(version.Document),
            Tests = Text(version.Tests),
            UsedBy = uses,
        };
    }

    /// <summary>Versions that wait for a second person and could still come into force, in order.</summary>
    public static IQueryable<PolicyVersion> ProposalsOf(ControlDb db, IReadOnlyCollection<string> policies) =>
        from version in db.PolicyVersions.AsNoTracking()
        join policy in db.Policies.AsNoTracking()
            on new { Id = version.PolicyId, Number = version.MadeFrom } equals new { policy.Id, Number = policy.CurrentNumber }
        where policies.Contains(policy.Id) && version.State == PolicyVersionState.Proposed
        orderby version.Number
        select version;

    /// <summary>Why a policy cannot be attached, or null; null is no policy, which always can.</summary>
    /// <remarks>Faults: <c>value-invalid</c>, <c>policy-proposed</c>.</remarks>
    public static async ValueTask<Fault?> UnattachableAsync(Change change, string? id, string member)
    {
        if (id is null)
        {
            return null;
        }

        var state = await (
            from policy in Of(change.Db, change.Who)
            join version in change.Db.PolicyVersions
                on new { policy.Id, Number = policy.CurrentNumber } equals new { Id = version.PolicyId, version.Number }
            where policy.Id == id
            select (PolicyVersionState?)version.State).SingleOrDefaultAsync(change.Cancel);
        return state is null ? ControlFaults.Invalid(member, "is no policy of the organisation")
            : state == PolicyVersionState.Proposed
                ? new Fault(PolicyFaults.Proposed, "nobody has confirmed the policy yet", "let a second person confirm its version")
                : null;
    }

    /// <summary>A text that is kept as bytes.</summary>
    public static string? Text(byte[]? utf8) => utf8 is null ? null : Encoding.UTF8.GetString(utf8);

    /// <summary>Everything that a policy is attached to.</summary>
    public static async Task<ImmutableArray<PolicyUse>> UsesAsync(ControlDb db, string id, CancellationToken cancel)
    {
        var grants = await db.Grants.AsNoTracking().Where(row => row.PolicyId == id && row.Revoked == null)
            .OrderBy(row => row.Created).Select(row => new { row.Id, row.Label }).ToListAsync(cancel);
        var servers = await db.Servers.AsNoTracking().Where(row => row.BaselinePolicyId == id && row.Retired == null)
            .OrderBy(row => row.Id).Select(row => new { row.Id, row.Name }).ToListAsync(cancel);
        var organisations = await db.Organisations.AsNoTracking().Where(row => row.BaselinePolicyId == id)
            .Select(row => new { row.Id, row.Name }).ToListAsync(cancel);
        return
        [
            .. organisations.Select(row => new PolicyUse("organisation", row.Id, row.Name)),
            .. servers.Select(row => new PolicyUse("server", row.Id, row.Name)),
            .. grants.Select(row => new PolicyUse("grant", row.Id, row.Label)),
        ];
    }

    public static PolicyVersionView View(PolicyVersion row, bool withDocument) => new()
    {
        Number = row.Number,
        Hash = row.Hash,
        Author = row.Author,
        At = row.At,
        Message = row.Message,
        IsWidening = row.IsWidening,
        State = row.State,
        MadeFrom = row.MadeFrom,
        ConfirmedBy = row.ConfirmedBy,
        ConfirmedAt = row.ConfirmedAt,
        Document = withDocument ? Encoding.UTF8.GetString(row.Document) : null,
        Tests = withDocument ? Text(row.Tests) : null,
    };
}
