using System.Globalization;
using Gatehouse.Api;
using Gatehouse.Api.Grants;
using Gatehouse.Api.Organisations;
using Gatehouse.Api.People;
using Gatehouse.Api.Policies;
using Gatehouse.Api.Servers;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Declared;

/// <summary>What the organisation has on the server now, as far as files can say it.</summary>
internal sealed record PresentState(
    OrganisationView Organisation, List<PolicyDetail> Policies, List<ServerView> Servers, List<GrantView> Grants, List<MemberView> Members)
{
    /// <summary>Hashes of the grants' tokens; only where they were asked for.</summary>
    public List<KnownTokenView> Tokens { get; init; } = [];

    /// <summary>Documents of the versions that wait for a second person, of each policy by its id, oldest first.</summary>
    public Dictionary<string, List<PolicyVersionView>> Proposed { get; init; } = new(StringComparer.Ordinal);

    /// <summary>Reads everything.</summary>
    /// <param name="session">The server.</param>
    /// <param name="withTokens">Whether the hashes of tokens are needed: then it is an admin who may.</param>
    public static async Task<(PresentState? State, Refused? Refused)> ReadAsync(RemoteSession session, bool withTokens = false)
    {
        var organisation = await session.AskAsync((client, stop) => client.OrganisationAsync(stop));
        var (policies, noPolicies) = await session.ListAsync("policies", ApiJson.Default.PagePolicyView);
        var (servers, noServers) = await session.ListAsync("servers", ApiJson.Default.PageServerView);
        var (grants, noGrants) = await session.ListAsync("grants", ApiJson.Default.PageGrantView);
        var (members, noMembers) = await session.ListAsync("members", ApiJson.Default.PageMemberView);
        var (tokens, noTokens) = withTokens ? await session.ListAsync("grant-tokens", ApiJson.Default.PageKnownTokenView) : ([], null);
        if ((organisation.Refused ?? noPolicies ?? noServers ?? noGrants ?? noMembers ?? noTokens) is { } refused)
        {
            return (null, refused);
        }

        var details = new List<PolicyDetail>();
        var proposed = new Dictionary<string, List<PolicyVersionView>>(StringComparer.Ordinal);
        foreach (var policy in policies)
        {
            var asked = await session.GetAsync(Commands.Policies.PolicyWords.Path(policy.Id), ApiJson.Default.PolicyDetail);
            if (asked.Value is not { } detail)
            {
                return (null, asked.Refused);
            }

            details.Add(detail);
            foreach (var number in detail.Proposals)
            {
                var version = await session.GetAsync(
                    string.Create(CultureInfo.InvariantCulture, $"{Commands.Policies.PolicyWords.Path(policy.Id)}/versions/{number}"),
                    ApiJson.Default.PolicyVersionView);
                if (version.Value is not { } waiting)
                {
                    return (null, version.Refused);
                }

                proposed.TryAdd(policy.Id, []);
                proposed[policy.Id].Add(waiting);
            }
        }

        var state = new PresentState(organisation.Value!, details, servers, grants.FindAll(grant => grant.Revoked is null), members)
        {
            Tokens = tokens, Proposed = proposed,
        };
        return (state, null);
    }

    /// <summary>The token of a grant that nothing replaced; null for none.</summary>
    public KnownTokenView? TokenOf(GrantView grant) => Tokens.FindLast(token => token.GrantId == grant.Id && token.ValidUntil is null);

    /// <summary>The version of a policy that has this document and waits for a second person; null for none.</summary>
    public int? Waiting(PolicyDetail policy, string document) =>
        policy.State == PolicyVersionState.Proposed && policy.Document == document ? policy.Current
        : Proposed.GetValueOrDefault(policy.Id)?.FindLast(version => version.Document == document)?.Number;

    /// <summary>Name of a policy by its id; null for none.</summary>
    public string? NameOf(string? policyId) => Policies.Find(policy => policy.Id == policyId)?.Name;

    /// <summary>A member by address.</summary>
    public MemberView? MemberOf(string email) => Members.Find(member => member.Email.Equals(email, StringComparison.OrdinalIgnoreCase));

    /// <summary>Address of a member by their id; the id itself where nobody has it any more.</summary>
    public string OwnerOf(string personId) => Members.Find(member => member.Id == personId)?.Email ?? personId;

    /// <summary>The same as files say it.</summary>
    public DeclaredOrganisation Declare()
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return new DeclaredOrganisation
        {
            Version = 1,
            BaselinePolicy = NameOf(Organisation.BaselinePolicyId),
            OwnersMayApprove = Organisation.OwnersMayApprove,
            WideningNeedsSecond = Organisation.WideningNeedsSecond,
            Policies = [.. Policies.OrderBy(policy => policy.Name, StringComparer.Ordinal)
                .Select(policy => new DeclaredPolicy(policy.Name, DeclaredFolder.FileOf(policy.Name, taken), policy.ManagedBy))],
            Servers = [.. Servers.OrderBy(server => server.Id, StringComparer.Ordinal).Select(Declare)],
            Grants = [.. Grants.OrderBy(grant => grant.ServerId, StringComparer.Ordinal).ThenBy(grant => grant.Label, StringComparer.Ordinal).Select(Declare)],
        };
    }

    private DeclaredServer Declare(ServerView server) => new()
    {
        Id = server.Id,
        Name = server.Name,
        Description = server.Description.Length == 0 ? null : server.Description,
        Tags = server.Tags.IsEmpty ? null : server.Tags,
        Url = server.Url,
        Entry = server.StdioEntry,
        Transport = server.Transport,
        OnDefinitionChange = server.OnDefinitionChange,
        MaySample = server.MaySample,
        MayListRoots = server.MayListRoots,
        StoreArguments = server.StoreArguments,
        BaselinePolicy = NameOf(server.BaselinePolicyId),
        ManagedBy = server.ManagedBy,
    };

    private DeclaredGrant Declare(GrantView grant) => new()
    {
        Label = grant.Label,
        Server = grant.ServerId,
        Policy = NameOf(grant.PolicyId),
        Owner = OwnerOf(grant.OwnerId),
        Tags = grant.Tags.IsEmpty ? null : grant.Tags,
        Expires = grant.Expires,
        Networks = grant.Networks.IsEmpty ? null : grant.Networks,
        HeartbeatSeconds = grant.HeartbeatSeconds,
        ManagedBy = grant.ManagedBy,
    };
}
