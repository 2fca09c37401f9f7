using Gatehouse.Api;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Gateway.Sealing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.OpenId;

/// <summary>To the issuer and back. A browser goes here, so the answers are ways to go on.</summary>
internal static class OpenIdEndpoints
{
    public static void Map(ApiRoutes api)
    {
        api.Go("/openid/start", call => BeginAsync(call, sessionId: null))
            .IsPublic("this is how one becomes known")
            .Says("Sends the browser to the issuer to sign in")
            .Takes("next", "where to go on here")
            .Refuses(OpenIdFaults.Off, OpenIdFaults.Failed, OpenIdFaults.Unreachable);
        api.Go("/openid/link", call => BeginAsync(call, call.Who.SessionId))
            .Needs(Right.BeOneself)
            .Says("Sends the browser to the issuer to link the account there")
            .Takes("next", "where to go on here")
            .Refuses(OpenIdFaults.Off, OpenIdFaults.Failed, OpenIdFaults.Unreachable, PeopleFaults.PersonNeeded);
        api.Go("/openid/callback", ReturnAsync)
            .IsPublic("the issuer's answer and the browser's cookie are the credential")
            .Says("Takes the issuer's answer")
            .Takes("state", "what the sign-in began with")
            .Takes("code", "the issuer's code")
            .Takes("iss", "the issuer")
            .Takes("error", "why the issuer says no")
            .Refuses(
                OpenIdFaults.Off, OpenIdFaults.Failed, OpenIdFaults.Unreachable, OpenIdFaults.Unknown,
                OpenIdFaults.NotLinked, OpenIdFaults.Taken, ControlFaults.SignInNeeded);
        api.Delete("/openid/link", call => call.Use<OpenIdSignIn>().UnlinkAsync(call.Who, call.Cancel))
            .Needs(Right.BeOneself)
            .Says("Unlinks the issuer's account")
            .Refuses(PeopleFaults.PersonNeeded, ControlFaults.NotFound, PeopleFaults.LastWay);
    }

    private static async ValueTask<Outcome<Destination>> BeginAsync(ApiCall call, string? sessionId)
    {
        if (call.Http.RequestServices.GetService<OpenIdIssuer>() is not { } issuer)
        {
            return OpenIdFaults.NotSetUp;
        }

        if (call.Http.GetEndpoint()?.Metadata.GetMetadata<Access>()?.PublicBecause is null && SessionAdministration.NoPerson(call.Who) is { } lacking)
        {
            return lacking;
        }

        var flow = OpenIdFlow.Begin(call.Query("next"), sessionId);
        var (address, fault) = await issuer.AddressOfAsync(flow, call.Cancel);
        if (address is null)
        {
            return fault!;
        }

        flow.Keep(call.Http, call.Use<Sealer>(), call.Use<TimeProvider>());
        return new Destination(address, IsOurs: false);
    }

    private static async ValueTask<Outcome<Destination>> ReturnAsync(ApiCall call)
    {
        var query = call.Http.Request.Query;
        var flow = OpenIdFlow.Take(call.Http, call.Use<Sealer>());
        if (call.Http.RequestServices.GetService<OpenIdIssuer>() is not { } issuer)
        {
            return OpenIdFaults.NotSetUp;
        }

        // SECURITY: an answer that this browser did not ask for would sign it in as somebody else.
        if (flow is null || query["state"] is not [{ } state] || state != flow.State || query["code"] is not [{ } code])
        {
            return OpenIdFaults.NotSound;
        }

        var (claims, fault) = await issuer.ReadAsync(flow, code, query["iss"].Count == 0 ? null : query["iss"].ToString(), call.Cancel);
        if (claims is null)
        {
            return fault!;
        }

        var use = call.Use<OpenIdSignIn>();
        if (flow.SessionId.Length > 0)
        {
            return (await use.LinkAsync(flow.SessionId, claims, call.From, call.Cancel)).Map(_ => new Destination(flow.Next, IsOurs: true));
        }

        var outcome = await use.StartAsync(claims, call.From, SessionCookie.Agent(call.Http), call.Cancel);
        if (outcome.Value is { } signedIn)
        {
            SessionCookie.Set(call.Http, signedIn.Token);
        }

        return outcome.Map(_ => new Destination(flow.Next, IsOurs: true));
    }
}
