using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using OpenIddict.EntityFrameworkCore;

namespace Gatehouse.Control.Connections;

/// <summary>The library's own store, but that calls see at once what it ends: a code or a refresh token that came twice ends them all.</summary>
internal sealed class OAuthTokenStore(
    IMemoryCache cache, IOpenIddictEntityFrameworkCoreContext context, IOptionsMonitor<OpenIddictEntityFrameworkCoreOptions> options,
    TokenRevisions revisions)
    : OpenIddictEntityFrameworkCoreTokenStore<OAuthToken, OAuthClient, Connection, string>(cache, context, options)
{
    /// <inheritdoc/>
    public override async ValueTask<long> RevokeByAuthorizationIdAsync(string identifier, CancellationToken cancellationToken)
    {
        var ended = await base.RevokeByAuthorizationIdAsync(identifier, cancellationToken);
        await revisions.EndAsync(identifier, cancellationToken);
        return ended;
    }
}
