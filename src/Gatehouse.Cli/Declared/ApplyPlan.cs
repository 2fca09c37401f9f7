using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Grants;
using Gatehouse.Api.Organisations;
using Gatehouse.Api.Policies;
using Gatehouse.Cli.Commands.Policies;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Declared;

/// <summary>What has to be done so that the server is as the files say, in the order in which it can be done.</summary>
internal sealed class ApplyPlan
{
    private static readonly FaultCode _invalid = new("files-invalid");

    private readonly PresentState _now;
    private readonly string _owner;
    private readonly Dictionary<string, string> _policies;
    private readonly List<PlanStep> _steps = [];

    private ApplyPlan(PresentState now, string? owner) =>
        (_now, _owner, _policies) = (now, owner ?? "", now.Policies.ToDictionary(policy => policy.Name, policy => policy.Id, StringComparer.Ordinal));

    /// <summary>The steps.</summary>
    public IReadOnlyList<PlanStep> Steps => _steps;

    /// <summary>What the files say and the server has, but for a second person's yes.</summary>
    public List<WaitingVersion> Waiting { get; } = [];

    /// <summary>What is on the server and not in the files: it stays as it is.</summary>
    public ImmutableArray<string> Left { get; private set; } = [];

    /// <summary>Compares.</summary>
    /// <param name="now">What the server has.</param>
    /// <param name="wanted">What the files say.</param>
    /// <param name="documents">Documents of policies by name.</param>
    /// <param name="confirms">Whether what the validator wants a yes to gets one.</param>
    /// <param name="message">What the versions of policies say.</param>
    /// <param name="owner">Address of who owns new grants that the files name nobody for.</param>
    /// <remarks>Faults: <c>files-invalid</c>, for what cannot be made so; <c>managed-by-file</c>.</remarks>
    public static (ApplyPlan? Plan, Fault? Fault) Of(
        PresentState now, DeclaredOrganisation wanted, Dictionary<string, string> documents, bool confirms, string message, string? owner = null)
    {
        var plan = new ApplyPlan(now, owner);

        // ORDER: policies before what they are attached to, servers before their grants.
        foreach (var policy in wanted.Policies)
        {
            var steps = plan._steps.Count;
            plan.Policy(policy.Name, documents[policy.Name], confirms, message);
            if (plan.Kept(now.Policies.Find(known => known.Name == policy.Name)?.ManagedBy, "policy", policy.Name, steps) is { } kept)
            {
                return (null, kept);
            }
        }

        foreach (var server in wanted.Servers)
        {
            if (plan.Server(server) is { } fault)
            {
                return (null, fault);
            }
        }

        var organisation = new OrganisationSteps(plan, now);
        organisation.Baseline(wanted.BaselinePolicy);
        foreach (var grant in wanted.Grants)
        {
            if (plan.Grant(grant) is { } fault)
            {
                return (null, fault);
            }
        }

        // ORDER: last, so that what the same files open is not proposed by a rule that came with them.
        organisation.Settings(wanted);
        plan.Left =
        [
            .. now.Policies.Where(policy => !documents.ContainsKey(policy.Name)).Select(policy => $"policy {policy.Name}"),
            .. now.Servers.Where(server => wanted.Servers.All(one => one.Id != server.Id)).Select(server => $"server {server.Id}"),
            .. now.Grants.Where(grant => wanted.Grants.All(one => one.Id is { } id ? id != grant.Id : one.Label != grant.Label || one.Server != grant.ServerId))
                .Select(grant => $"grant {grant.Label} on {grant.ServerId}"),
        ];
        return (plan, null);
    }

    /// <summary>The id of a policy by name; known for new ones once their step has run.</summary>
    public string? PolicyId(string? name) => name is null ? null : _policies[name];

    /// <summary>Adds a step.</summary>
    public void Add(bool isNew, string what, string how, Func<RemoteSession, Task<StepResult>> run) => _steps.Add(new(isNew, what, how, run));

    private void Policy(string name, string document, bool confirms, string message)
    {
        if (_now.Policies.Find(policy => policy.Name == name) is not { } before)
        {
            Add(isNew: true, $"policy {name}", "", async session =>
            {
                var made = await session.SendAsync(
                    HttpMethod.Post, "policies", new NewPolicy(name, document, message, null, confirms), ApiJson.Default.NewPolicy, ApiJson.Default.PolicyDetail);
                if (made.Value is { } policy)
                {
                    _policies[name] = policy.Id;
                }

                return new(made.Refused, Proposed: made.Value is { State: PolicyVersionState.Proposed } first ? first.Current : null);
            });
        }
        else if (_now.Waiting(before, document) is { } number)
        {
            Waiting.Add(new($"policy {name}", number));
        }
        else if (before.Document != document)
        {
            Add(isNew: false, $"policy {name}", "its document", async session =>
            {
                var saved = await session.SendAsync(
                    HttpMethod.Post, $"{PolicyWords.Path(before.Id)}/versions", new NewPolicyVersion(document, message, confirms),
                    ApiJson.Default.NewPolicyVersion, ApiJson.Default.PolicyDetail, before.Version);

                // What may open something does not come into force with its saving where the organisation wants two persons for that.
                return new(
                    saved.Refused, Proposed: saved.Value is { Proposals: [.., var last] } policy && policy.Current == before.Current ? last : null);
            });
        }
    }

    private Fault? Server(DeclaredServer wanted)
    {
        if (_now.Servers.Find(server => server.Id == wanted.Id) is not { } before)
        {
            return ServerSteps.Create(this, wanted);
        }

        var steps = _steps.Count;
        return ServerSteps.Change(this, wanted, before, _now.NameOf(before.BaselinePolicyId)) ?? Kept(before.ManagedBy, "server", wanted.Id, steps);
    }

    private Fault? Grant(DeclaredGrant wanted)
    {
        var before = _now.Grants.FindAll(grant => wanted.Id is { } id ? grant.Id == id : grant.Label == wanted.Label && grant.ServerId == wanted.Server);
        if (before.Count > 1)
        {
            return new Fault(
                _invalid, $"{before.Count} grants on `{wanted.Server}` are called `{wanted.Label}`", "rename or revoke all but one");
        }

        if (before.Find(grant => grant.ServerId != wanted.Server) is { } elsewhere)
        {
            return new Fault(_invalid, $"the grant `{elsewhere.Id}` is for the server `{elsewhere.ServerId}`", "a grant stays at its server: give this one another id");
        }

        var owner = Owner(wanted, before.Count == 1 ? before[0] : null);
        if (owner is null)
        {
            return wanted.Owner.Length == 0
                ? new Fault(_invalid, $"nobody owns the grant `{wanted.Label}`", "name a member with `--owner`")
                : new Fault(_invalid, $"`{wanted.Owner}`, who owns the grant `{wanted.Label}`, is no member", "invite them, or name another owner");
        }

        if (before.Count == 0)
        {
            GrantSteps.Create(this, wanted, owner);
            return null;
        }

        var steps = _steps.Count;
        GrantSteps.Change(this, wanted, owner, before[0], _now.NameOf(before[0].PolicyId), _now.TokenOf(before[0])?.Sha256);
        return Kept(before[0].ManagedBy, "grant", wanted.Label, steps);
    }

    private string? Owner(DeclaredGrant wanted, GrantView? before) =>
        before is not null && wanted.Owner == _now.OwnerOf(before.OwnerId) ? before.OwnerId
        : wanted.Owner.StartsWith("per_", StringComparison.Ordinal) ? wanted.Owner
        : _now.MemberOf(wanted.Owner.Length == 0 ? _owner : wanted.Owner)?.Id;

    // What the operator's file has is changed there; nothing is begun that could not be done.
    private Fault? Kept(string? managedBy, string kind, string name, int steps) => managedBy is null || _steps.Count == steps
        ? null
        : new Fault(new("managed-by-file"), $"the {kind} `{name}` is kept in the operator's file", "change it there, or leave it as it is here");
}
