using System.Collections.Frozen;
using System.Collections.Immutable;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Everything in force at one moment. Immutable: a change is another snapshot, swapped whole.</summary>
public sealed class GatewaySnapshot
{
    private readonly FrozenDictionary<TokenHash, ActiveGrant> _byToken;
    private readonly FrozenDictionary<string, ActiveGrant> _byId;

    /// <summary>Indexes the parts.</summary>
    /// <param name="servers">Servers with distinct ids.</param>
    /// <param name="grants">Grants with distinct tokens, each on one of the servers; one of several tokens is here once for each.</param>
    /// <param name="settings">Settings that can change without a restart.</param>
    public GatewaySnapshot(
        IEnumerable<ActiveServer> servers, IReadOnlyCollection<ActiveGrant> grants, GatewaySettings settings)
    {
        Servers = servers.ToFrozenDictionary(server => server.Id, StringComparer.Ordinal);
        _byToken = grants.Where(grant => grant.Token is not null).ToFrozenDictionary(grant => grant.Token!.Value);

        // Of several tokens the one that lives longest stands for the grant.
        _byId = grants.OrderByDescending(grant => grant.Expires).DistinctBy(grant => grant.Id, StringComparer.Ordinal).ToFrozenDictionary(grant => grant.Id, StringComparer.Ordinal);
        Settings = settings;
    }

    /// <summary>Servers by id.</summary>
    public FrozenDictionary<string, ActiveServer> Servers { get; }

    /// <summary>All grants, each once.</summary>
    public ImmutableArray<ActiveGrant> Grants => _byId.Values;

    /// <summary>Settings that can change without a restart.</summary>
    public GatewaySettings Settings { get; }

    /// <summary>The grant of a token, or null.</summary>
    public ActiveGrant? FindGrant(TokenHash token) => _byToken.GetValueOrDefault(token);

    /// <summary>The grant of an id, or null once it is gone.</summary>
    public ActiveGrant? FindGrant(string id) => _byId.GetValueOrDefault(id);
}
