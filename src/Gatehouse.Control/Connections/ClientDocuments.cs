using System.Text.Json;
using Gatehouse.Control.Accounts;

namespace Gatehouse.Control.Connections;

/// <summary>Clients whose id is the address of a document about them. SPEC: OAuth Client ID Metadata Document.</summary>
/// <remarks>
/// SECURITY: a request of somebody signed in makes the server read an address that somebody else wrote: by the guard of all outbound
/// connections, https alone, 10 s, 64 KiB, no redirect; https is what makes the id mean its host.
/// </remarks>
internal sealed class ClientDocuments(OAuthHttp http, OAuthClients clients, TimeProvider time)
{
    private static readonly TimeSpan _fresh = TimeSpan.FromMinutes(5);

    /// <summary>Whether an id is such an address.</summary>
    public static bool IsAddress(string? clientId) => clientId?.Contains("://", StringComparison.Ordinal) == true;

    /// <summary>Reads the document, where what is known of it is not fresh; null where it cannot be used.</summary>
    public async Task<OAuthClient?> ReadAsync(string clientId, CancellationToken cancel)
    {
        if (!http.AllowsDocument(clientId, ClientChecks.LongestAddress, out var url) || url.AbsolutePath.Length <= 1 || url.AbsoluteUri != clientId)
        {
            return null;
        }

        if (await clients.FindAsync(clientId, cancel) is { } known && known.Read > time.GetUtcNow() - _fresh)
        {
            return known;
        }

        return await http.GetAsync(url, cancel) is { } document && Read(clientId, document) is { } words
            ? await clients.SaveAsync(clientId, isDocument: true, words, cancel)
            : null;
    }

    private static ClientWords? Read(string clientId, JsonElement document)
    {
        try
        {
            return document.Text("client_id") == clientId && !document.TryGetProperty("client_secret", out _)
                && (document.Text("token_endpoint_auth_method") ?? "none") == "none"
                    ? ClientChecks.Read(document).Words
                    : null;
        }
        catch (InvalidOperationException)
        {
            return null; // A text with half a character in it.
        }
    }
}
