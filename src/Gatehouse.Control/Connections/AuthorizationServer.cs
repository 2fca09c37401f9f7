using Gatehouse.Control.Routes;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Sealing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Control.Connections;

/// <summary>
/// The authorization server for clients that only speak OAuth: codes with proof keys, for one resource, after a person's consent.
/// OpenIddict speaks the protocol; what may be asked for, who may consent to what, and what a token is worth is said here.
/// </summary>
internal static class AuthorizationServer
{
    public const string AuthorizePath = "/oauth/authorize";
    public const string TokenPath = "/oauth/token";
    public const string MetadataPath = "/.well-known/oauth-authorization-server";
    public const string DiscoveryPath = "/.well-known/openid-configuration";
    public const string KeysPath = "/.well-known/jwks";

    private static readonly TimeSpan _codeLife = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan _accessLife = TimeSpan.FromHours(1);
    private static readonly TimeSpan _refreshLife = TimeSpan.FromDays(30);

    // A client that did not get the answer asks again; later than this a second use is a thief's.
    private static readonly TimeSpan _reuseLeeway = TimeSpan.FromSeconds(10);

    public static IServiceCollection AddAuthorizationServer(this IServiceCollection services, ControlSettings settings)
    {
        services.AddOpenIddict()
            .AddCore(core =>
            {
                core.DisableEntityCaching();
                core.UseEntityFrameworkCore().UseDbContext<ControlDb>()
                    .ReplaceDefaultEntities<OAuthClient, Connection, OAuthScope, OAuthToken, string>();
                core.ReplaceTokenStore<OAuthToken, OAuthTokenStore>();
            })
            .AddServer(server => Set(server, settings));
        return services
            .AddScoped<OAuthClients>()
            .AddScoped<ClientDocuments>()
            .AddScoped<TokenRevisions>()
            .AddScoped<TokenAnswers>()
            .AddScoped<ConnectionAdministration>()
            .AddSingleton<ConnectionKeeper>();
    }

    /// <summary>Under which name the request came: the one that people use, whatever a proxy made of it.</summary>
    /// <remarks>The library names itself and its addresses by the request.</remarks>
    public static void UsePublicName(this IApplicationBuilder app) => app.Use((http, next) =>
    {
        var path = http.Request.Path;
        if (path == AuthorizePath || path == TokenPath || path == MetadataPath || path == DiscoveryPath || path == KeysPath)
        {
            var name = new Uri(http.Features.Get<PeopleAddress>()!.Public);
            (http.Request.Scheme, http.Request.Host) = (name.Scheme, new HostString(name.Authority));
        }

        return next(http);
    });

    private static void Set(OpenIddictServerBuilder server, ControlSettings settings)
    {
        server.SetAuthorizationEndpointUris(AuthorizePath[1..]).SetTokenEndpointUris(TokenPath[1..])
            .SetConfigurationEndpointUris(MetadataPath[1..], DiscoveryPath[1..]).SetJsonWebKeySetEndpointUris(KeysPath[1..]);
        server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().RequireProofKeyForCodeExchange();
        server.UseReferenceAccessTokens().UseReferenceRefreshTokens();
        server.SetAuthorizationCodeLifetime(_codeLife).SetAccessTokenLifetime(_accessLife).SetRefreshTokenLifetime(_refreshLife)
            .SetRefreshTokenReuseLeeway(_reuseLeeway);

        // Every client may the same; resources and scopes are judged by our own handlers.
        server.IgnoreEndpointPermissions().IgnoreGrantTypePermissions().IgnoreResponseTypePermissions().IgnoreScopePermissions()
            .IgnoreAudiencePermissions().IgnoreResourcePermissions().DisableResourceValidation().DisableAudienceValidation().DisableScopeValidation();
        server.RegisterScopes(Scopes.OfflineAccess);
        AddKeys(server, settings.Keys);
        server.Configure(options =>
        {
            options.TimeProvider = settings.Time;
            options.Scopes.Remove(Scopes.OpenId);
            options.CodeChallengeMethods.Clear();
            options.CodeChallengeMethods.Add(CodeChallengeMethods.Sha256);
            options.ResponseModes.Clear();
            options.ResponseModes.Add(ResponseModes.Query);
        });
        AuthorizationRules.Add(server);

        // TLS is the listener's or a proxy's; a people's listener in the clear is only for this machine.
        server.UseAspNetCore().DisableTransportSecurityRequirement()
            .EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableErrorPassthrough();
    }

    // What is stored of codes and refresh tokens is encrypted with keys of the data folder, so that they outlive the process.
    private static void AddKeys(OpenIddictServerBuilder server, KeyRing keys)
    {
        foreach (var version in keys.Versions.OrderDescending())
        {
            server.AddEncryptionKey(new SymmetricSecurityKey(keys.Derive("oauth-encryption", version)!) { KeyId = $"e{version}" });
            server.AddSigningKey(new SymmetricSecurityKey(keys.Derive("oauth-signing", version)!) { KeyId = $"s{version}" });
        }

        // The library insists on one; it signs nothing, since nobody gets an identity token.
        server.AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256);
    }
}
