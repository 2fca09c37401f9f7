using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Identity;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Control.Routes;

/// <summary>Cookie or API key → principal. One of the two, never both, never anything else.</summary>
internal sealed class Credentials(Standing standing, LastUse lastUse, WrongCredentials wrong)
{
    private static readonly Fault _unusable = new(
        ControlFaults.SignInNeeded, "the session or API key is not valid", "sign in again, or use another API key");

    /// <summary>Who asks; both are null where nothing was sent at all.</summary>
    public async ValueTask<(Principal? Who, Fault? Fault)> ReadAsync(HttpContext http)
    {
        var from = Addresses.Of(http);
        var authorization = http.Request.Headers.Authorization;
        var cookie = http.Request.Cookies[SessionCookie.Name(http.Features.GetRequiredFeature<PeopleAddress>())];
        var cancel = http.RequestAborted;
        Outcome<Principal> found;
        if (authorization.Count > 0)
        {
            found = SecretForms.Hash(SecretForms.ApiKey, BearerToken.Of(authorization).ToString()) is { } hash
                ? await standing.ApiKeyAsync(from, row => row.TokenHash == hash, cancel)
                : _unusable;
        }
        else if (cookie is null)
        {
            return default;
        }
        else
        {
            found = SecretForms.Hash(SecretForms.Session, cookie) is { } hash
                ? await standing.PersonAsync(from, row => row.TokenHash == hash, cancel)
                : _unusable;
        }

        if (found.Value is not { } who)
        {
            return (null, wrong.IsExceededAfter(from) ? WrongCredentials.TooMany : found.Refusal!.Fault);
        }

        await lastUse.NoteAsync(who, cancel);
        return (who, null);
    }
}
