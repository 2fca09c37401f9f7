using System.Text.Json;
using Gatehouse.Policy;

namespace Gatehouse.Control.Accounts;

/// <summary>Server → authorization server. SPEC: RFC 9728, RFC 8414, OpenID Connect Discovery, in the order of MCP's authorization page.</summary>
internal sealed class Discovery(OAuthHttp http)
{
    private static readonly byte[] _initialize =
        """
        {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"gatehouse","version":"0"}}}
        """u8.ToArray();

    /// <summary>Where to sign in for this server, and for what.</summary>
    /// <remarks>Fault: <c>account-discovery-failed</c>.</remarks>
    public async Task<(SignInPlace? Place, Fault? Fault)> RunAsync(Uri server, CancellationToken cancel)
    {
        // 1. What the server asks for, where it says so.
        var first = await http.PostAsync(server, _initialize, cancel, "2025-11-25");
        if (first is null)
        {
            return (null, AccountFaults.NotFound("the server does not answer"));
        }

        var challenge = first.Status == 401 ? Challenge.Read(first.Challenge) : Challenge.None;

        // 2. The server's own description. Of an older one that has none, it is its own authorization server.
        var (resource, fault) = await ResourceAsync(server, challenge, cancel);
        if (fault is not null)
        {
            return (null, fault);
        }

        var issuer = resource?.List("authorization_servers") is [var named, ..] ? named : server.GetLeftPart(UriPartial.Authority);
        if (!http.Allows(server, issuer, out var at))
        {
            return (null, AccountFaults.NotFound("the address of the authorization server is not one that the gateway connects to"));
        }

        // 3. The authorization server's.
        if (await MetadataAsync(server, at, cancel) is not { } found)
        {
            return (null, AccountFaults.NotFound("the authorization server does not describe itself"));
        }

        return SignInPlace.Read(http, server, issuer, resource, challenge, found);
    }

    private async Task<(JsonElement? Resource, Fault? Fault)> ResourceAsync(Uri server, Challenge challenge, CancellationToken cancel)
    {
        var path = server.AbsolutePath == "/" ? "" : server.AbsolutePath;
        var origin = server.GetLeftPart(UriPartial.Authority);
        string?[] places =
        [
            challenge.ResourceMetadata, $"{origin}/.well-known/oauth-protected-resource{path}", $"{origin}/.well-known/oauth-protected-resource",
        ];
        foreach (var place in places.OfType<string>().Distinct(StringComparer.Ordinal))
        {
            if (http.Allows(server, place, out var url) && await http.GetAsync(url, cancel) is { } document)
            {
                // SECURITY: a document about another resource would have us ask for tokens for that one.
                return document.Text("resource") is { } resource && IsAbout(resource, server)
                    ? (document, null)
                    : (null, AccountFaults.NotFound("the server's description is of another resource"));
            }
        }

        return default;
    }

    private static bool IsAbout(string resource, Uri server) =>
        Uri.TryCreate(resource, UriKind.Absolute, out var url)
        && Uri.Compare(url, server, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
        && (url.AbsolutePath.TrimEnd('/') is var root && (server.AbsolutePath.TrimEnd('/') + "/").StartsWith(root + "/", StringComparison.Ordinal));

    private async Task<JsonElement?> MetadataAsync(Uri server, Uri issuer, CancellationToken cancel)
    {
        var path = issuer.AbsolutePath.TrimEnd('/');
        var origin = issuer.GetLeftPart(UriPartial.Authority);
        string[] places =
        [
            $"{origin}/.well-known/oauth-authorization-server{path}", $"{origin}/.well-known/openid-configuration{path}",
            $"{origin}{path}/.well-known/openid-configuration",
        ];
        foreach (var place in places.Distinct(StringComparer.Ordinal))
        {
            if (http.Allows(server, place, out var url) && await http.GetAsync(url, cancel) is { } document)
            {
                return document;
            }
        }

        return null;
    }
}
