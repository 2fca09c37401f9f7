using Gatehouse.Control.Storage;
using OpenIddict.EntityFrameworkCore.Models;

namespace Gatehouse.Control.Connections;

/// <summary>Somebody's consent that a client may use one grant. Its tokens are worth what the grant is worth, and end with it.</summary>
internal sealed class Connection : OpenIddictEntityFrameworkCoreAuthorization<string, OAuthClient, OAuthToken>, IListed
{
    string IListed.Id => Id!;

    public string OrganisationId { get; set; } = "";

    public string GrantId { get; set; } = "";

    public string ClientName { get; set; } = "";

    public string ClientAddress { get; set; } = "";

    public string RedirectUri { get; set; } = "";

    public DateTimeOffset Created { get; set; }

    /// <summary>When it last got a token.</summary>
    public DateTimeOffset? Renewed { get; set; }

    /// <summary>When it ended; null while it holds.</summary>
    public DateTimeOffset? Ended { get; set; }
}
