using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Organisations;
using Gatehouse.Api.Policies;
using Gatehouse.Cli.Commands.Policies;
using Gatehouse.Cli.Remote;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Declared;

/// <summary>What has to be done so that the server is as the files say, in the order in which it can be done.</summary>
internal sealed class ApplyPlan
{
    private readonly PresentState _now;
    private readonly Dictionary<string, string> _policies;
    private readonly List<PlanStep> _steps = [];

    private ApplyPlan(PresentState now) =>
        (_now, _policies) = (now, now.Policies.ToDictionary(policy => policy.Name, policy => policy.Id, StringComparer.Ordinal));

    /// <summary>The steps.</summary>
    public IReadOnlyList<PlanStep> Steps => _steps;

    /// <summary>What is on the server and not in the files: it stays as it is.</summary>
    public ImmutableArray<string> Left { get; private set; } = [];

    /// <summary>Compares.</summary>
    /// <remarks>Fault: <c>files-invalid</c>, for what cannot be made so.</remarks>
    public static (ApplyPlan? Plan, Fault? Fault) Of(
        PresentState now, DeclaredOrganisation wanted, Dictionary<string, string> documents, bool confirms, string message)
    {
        var plan = new ApplyPlan(now);

        // ORDER: policies before what they are attached to, servers before their grants.
        foreach (var policy in wanted.Policies)
        {
            plan.Policy(policy.Name, documents[policy.Name], confirms, message);
        }

        foreach (var server in wanted.Servers)
        {
            if (plan.Server(server) is { } fault)
            {
                return (null, fault);
            }
        }

        plan.Baseline(wanted.BaselinePolicy);
        foreach (var grant in wanted.Grants)
        {
            if (plan.Grant(grant) is { } fault)
            {
                return (null, fault);
            }
        }

        plan.Left =
        [
            .. now.Policies.Where(policy => !documents.ContainsKey(policy.Name)).Select(policy => $"policy {policy.Name}"),
            .. now.Servers.Where(server => wanted.Servers.All(one => one.Id != server.Id)).Select(server => $"server {server.Id}"),
            .. now.Grants.Where(grant => wanted.Grants.All(one => one.Label != grant.Label || one.Server != grant.ServerId))
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

                return new(made.Refused);
            });
        }
        else if (before.Document != document)
        {
            Add(isNew: false, $"policy {name}", "its document", async session => new((await session.SendAsync(
                HttpMethod.Post, $"{PolicyWords.Path(before.Id)}/versions", new NewPolicyVersion(document, message, confirms),
                ApiJson.Default.NewPolicyVersion, ApiJson.Default.PolicyDetail, before.Version)).Refused));
        }
    }

    private void Baseline(string? name)
    {
        var before = _now.NameOf(_now.Organisation.BaselinePolicyId);
        if (before != name)
        {
            Add(isNew: false, "organisation", $"baseline policy {before ?? "none"} → {name ?? "none"}", async session => new((await session.SendAsync(
                HttpMethod.Patch, "organisation", new OrganisationEdit { BaselinePolicyId = new(PolicyId(name)) },
                ApiJson.Default.OrganisationEdit, ApiJson.Default.OrganisationView, _now.Organisation.Version)).Refused));
        }
    }

    private Fault? Server(DeclaredServer wanted) =>
        _now.Servers.Find(server => server.Id == wanted.Id) is { } before
            ? ServerSteps.Change(this, wanted, before, _now.NameOf(before.BaselinePolicyId))
            : ServerSteps.Create(this, wanted);

    private Fault? Grant(DeclaredGrant wanted)
    {
        var owner = wanted.Owner.StartsWith("per_", StringComparison.Ordinal)
            ? wanted.Owner
            : _now.Members.Find(member => member.Email.Equals(wanted.Owner, StringComparison.OrdinalIgnoreCase))?.Id;
        if (owner is null)
        {
            return new Fault(new("files-invalid"), $"`{wanted.Owner}`, who owns the grant `{wanted.Label}`, is no member", "invite them, or name another owner");
        }

        var before = _now.Grants.FindAll(grant => grant.Label == wanted.Label && grant.ServerId == wanted.Server);
        if (before.Count > 1)
        {
            return new Fault(
                new("files-invalid"), $"{before.Count} grants on `{wanted.Server}` are called `{wanted.Label}`", "rename or revoke all but one");
        }

        if (before.Count == 1)
        {
            GrantSteps.Change(this, wanted, owner, before[0], _now.NameOf(before[0].PolicyId));
        }
        else
        {
            GrantSteps.Create(this, wanted, owner);
        }

        return null;
    }
}
