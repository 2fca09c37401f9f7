using System.Security.Claims;
using Gatehouse.Control.Storage;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace Gatehouse.Control.Connections;

/// <summary>Answers clients: with a code after a consent, and with tokens for what holds a connection that is still worth something.</summary>
internal sealed class TokenAnswers(ControlDb db, TimeProvider time)
{
    private const string Scheme = OpenIddictServerAspNetCoreDefaults.AuthenticationScheme;

    // Requests that are under way with the token of before still come through.
    private static readonly TimeSpan _overlap = TimeSpan.FromMinutes(1);

    /// <summary>Sends the browser back with a code.</summary>
    public static Task GiveCodeAsync(HttpContext http, Connection connection, ConsentRequest request)
    {
        var identity = new ClaimsIdentity(Scheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, connection.Subject);
        identity.SetScopes(Scopes.OfflineAccess);
        identity.SetResources(request.Resource);
        identity.SetAuthorizationId(connection.Id);
        return http.SignInAsync(Scheme, new ClaimsPrincipal(identity));
    }

    /// <summary>Sends the browser back with a no.</summary>
    public static Task RefuseCodeAsync(HttpContext http) => RefuseAsync(http, Errors.AccessDenied, "The person did not consent.");

    /// <summary>The token endpoint, once the library found code or refresh token sound and its client the right one.</summary>
    public async Task AnswerAsync(HttpContext http)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var who = (await http.AuthenticateAsync(Scheme)).Principal;
        if (who?.GetAuthorizationId() is not { } id || await FindAsync(id, http.RequestAborted) is not { } connection)
        {
            await RefuseAsync(http, Errors.InvalidGrant, "The connection is not there any more.");
            return;
        }

        // SECURITY: for the resource of the consent, and no other. SPEC: RFC 8707 §2.2.
        if (request.GetResources() is { Length: > 0 } asked && !asked.All(one => who.GetResources().Contains(one, StringComparer.Ordinal)))
        {
            await RefuseAsync(http, Errors.InvalidTarget, "The consent was given for another resource.");
            return;
        }

        connection.Renewed = time.GetUtcNow();
        var soon = (connection.Renewed.Value + _overlap).UtcDateTime;
        await db.SaveChangesAsync(http.RequestAborted);
        await db.OAuthTokens
            .Where(row => row.Authorization!.Id == id && row.Type == TokenTypeIdentifiers.AccessToken && row.ExpirationDate > soon)
            .ExecuteUpdateAsync(row => row.SetProperty(token => token.ExpirationDate, (DateTime?)soon), http.RequestAborted);
        db.ChangeTracker.Clear();
        await http.SignInAsync(Scheme, who);
    }

    private async Task<Connection?> FindAsync(string id, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        return await (
            from row in db.Connections
            join grant in db.Grants on row.GrantId equals grant.Id
            join member in db.Members on new { row.OrganisationId, PersonId = row.Subject! } equals new { member.OrganisationId, member.PersonId }
            where row.Id == id && row.Ended == null && grant.Revoked == null && grant.Expires > now
            select row).SingleOrDefaultAsync(cancel);
    }

    private static Task RefuseAsync(HttpContext http, string error, string why) => http.ForbidAsync(Scheme, new AuthenticationProperties(
        new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = why,
        }));

    /// <summary>ORDER: calls know a token before the client has it.</summary>
    internal sealed class Publishing(TokenRevisions revisions) : IOpenIddictServerHandler<ApplyTokenResponseContext>
    {
        public async ValueTask HandleAsync(ApplyTokenResponseContext context)
        {
            if (context.Response.AccessToken is not null)
            {
                await revisions.RaiseAsync(context.CancellationToken);
            }
        }
    }
}
