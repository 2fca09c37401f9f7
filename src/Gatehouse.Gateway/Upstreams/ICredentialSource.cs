namespace Gatehouse.Gateway.Upstreams;

/// <summary>A credential that changes while connections stay: asked for before every request, answered from memory.</summary>
public interface ICredentialSource
{
    /// <summary>The value of the <c>Authorization</c> header; null where there is none now, and nothing is sent.</summary>
    /// <param name="serverId">The server that it is for.</param>
    /// <param name="grantId">The grant that calls; empty for what the gateway asks for itself.</param>
    string? For(string serverId, string grantId);

    /// <summary>The server refused a request that carried this value. Returns at once.</summary>
    /// <param name="serverId">The server.</param>
    /// <param name="grantId">The grant that called.</param>
    /// <param name="value">What had been sent.</param>
    /// <param name="challenge">What the server said it wants, its <c>WWW-Authenticate</c>; hostile text, may be null.</param>
    void Refused(string serverId, string grantId, string value, string? challenge);

    /// <summary>Every value that answers of the server must not carry; the same list until one of them changes.</summary>
    IReadOnlyList<string> SecretsOf(string serverId);
}
