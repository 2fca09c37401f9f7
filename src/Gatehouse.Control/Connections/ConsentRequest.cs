using System.Collections.Immutable;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.AspNetCore;
using OpenIddict.Abstractions;

namespace Gatehouse.Control.Connections;

/// <summary>What a client asks a person for, once the protocol was found sound: its address is one that it registered.</summary>
internal sealed record ConsentRequest
{
    public required OAuthClient Client { get; init; }

    public required string RedirectUri { get; init; }

    /// <summary>The exact address that the token is for.</summary>
    public required string Resource { get; init; }

    public required string ServerId { get; init; }

    /// <summary>The parameters, for the form that comes back; nothing but what the protocol knows.</summary>
    public required ImmutableArray<(string Name, string Value)> Parameters { get; init; }

    private static readonly ImmutableArray<string> _known =
    [
        "client_id", "redirect_uri", "response_type", "response_mode", "scope", "state", "code_challenge", "code_challenge_method", "resource", "nonce",
    ];

    /// <summary>The request; a refusal for a person where it is none that can be answered.</summary>
    public static async Task<Outcome<ConsentRequest>> ReadAsync(HttpContext http)
    {
        if (http.GetOpenIddictServerResponse() is { Error: not null } refused)
        {
            return ConnectionFaults.Refused(refused.ErrorDescription ?? refused.Error);
        }

        var plane = http.RequestServices.GetRequiredService<PlaneSettings>();
        if (http.GetOpenIddictServerRequest() is not { ClientId: { } clientId, RedirectUri: { } redirect } request
            || request.GetResources() is not [var resource] || AuthorizationRules.ServerOf(plane, resource) is not { } server
            || await http.RequestServices.GetRequiredService<OAuthClients>().FindAsync(clientId, http.RequestAborted) is not { } client)
        {
            return ConnectionFaults.Refused("the request is not one of an OAuth client");
        }

        return new ConsentRequest
        {
            Client = client,
            RedirectUri = redirect,
            Resource = resource,
            ServerId = server,
            Parameters = [.. _known.Where(name => request.HasParameter(name)).Select(name => (name, (string?)request.GetParameter(name) ?? ""))],
        };
    }
}
