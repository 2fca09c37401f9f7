using System.Net;
using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Control.Tests.OpenId;

/// <summary>A real issuer of OpenID Connect on loopback, which says of its one user what the test wants.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    public const string Client = "gatehouse";
    public const string Secret = "s3cret";

    private readonly WebApplication _site;

    private TestIssuer(WebApplication site) => _site = site;

    /// <summary>As it writes itself.</summary>
    public string Address { get; private set; } = "";

    public string Subject { get; set; } = "user-1";

    public string? Email { get; set; } = "grace@example.com";

    public bool IsVerified { get; set; } = true;

    /// <summary>What becomes of the token before it is given out.</summary>
    public Func<string, string> Change { get; set; } = static token => token;

    /// <summary>How often a code was exchanged.</summary>
    public int Exchanges { get; private set; }

    public static async Task<TestIssuer> StartAsync(TimeProvider time)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        TestIssuer? issuer = null;
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes(Scopes.Email);
            server.AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            server.AddEphemeralSigningKey(SecurityAlgorithms.EcdsaSha256); // Made at once; a key of RSA takes a while.
            server.Configure(options => options.TimeProvider = time);
            server.EnableDegradedMode();
            server.UseAspNetCore().DisableTransportSecurityRequirement();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != Client || context.RedirectUri is null || context.Request.CodeChallengeMethod != "S256")
                {
                    context.Reject(Errors.InvalidClient);
                }

                return default;
            }));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                issuer!.Exchanges++;
                if (context.ClientId != Client || context.ClientSecret != Secret)
                {
                    context.Reject(Errors.InvalidClient);
                }

                return default;
            }));
            server.AddEventHandler<HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                context.Principal = issuer!.Who();
                return default;
            }));
            server.AddEventHandler<ApplyTokenResponseContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.Response.IdToken is { } token)
                {
                    context.Response.IdToken = issuer!.Change(token);
                }

                return default;
            }).SetOrder(int.MinValue));
        });
        issuer = new TestIssuer(builder.Build());
        await issuer._site.StartAsync();
        issuer.Address = issuer._site.Urls.First() + "/";
        return issuer;
    }

    public async ValueTask DisposeAsync()
    {
        await _site.StopAsync();
        await _site.DisposeAsync();
    }

    private ClaimsPrincipal Who()
    {
        var identity = new ClaimsIdentity("test", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, Subject);
        if (Email is not null)
        {
            identity.SetClaim(Claims.Email, Email).SetClaim(Claims.EmailVerified, IsVerified);
        }

        identity.SetScopes(Scopes.OpenId, Scopes.Email);
        identity.SetDestinations(static _ => [Destinations.IdentityToken]);
        return new ClaimsPrincipal(identity);
    }
}
