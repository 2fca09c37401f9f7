using OpenIddict.EntityFrameworkCore.Models;

namespace Gatehouse.Control.Connections;

/// <summary>A code, an access token or a refresh token: kept as its hash.</summary>
internal sealed class OAuthToken : OpenIddictEntityFrameworkCoreToken<string, OAuthClient, Connection>;

/// <summary>The library wants such a table; it stays empty.</summary>
internal sealed class OAuthScope : OpenIddictEntityFrameworkCoreScope<string>;
