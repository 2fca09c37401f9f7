using OpenIddict.EntityFrameworkCore.Models;

namespace Gatehouse.Control.Connections;

/// <summary>A client that may ask people for their consent. What it says of itself is nobody's word but its own.</summary>
internal sealed class OAuthClient : OpenIddictEntityFrameworkCoreApplication<string, Connection, OAuthToken>
{
    /// <summary>Whether it is described by the document at its id; else it registered itself.</summary>
    public bool IsDocument { get; set; }

    public DateTimeOffset Created { get; set; }

    /// <summary>When its document was read last; for one that registered, when it did.</summary>
    public DateTimeOffset Read { get; set; }
}
