using System.Collections.Frozen;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.Credentials;
using Gatehouse.Control.Servers;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Control.Snapshots;

/// <summary>Registered server and its secrets → how the gateway reaches it.</summary>
internal sealed class EntryOf(PlaneSettings settings, CredentialVault vault, AccountTokens tokens)
{
    /// <summary>The entry. SECURITY: where a secret of this address cannot be decrypted, nothing is sent to the server at all.</summary>
    /// <param name="server">The server.</param>
    /// <param name="secrets">Its headers.</param>
    /// <param name="isSignedIn">Whether an account's token goes with each request.</param>
    public UpstreamEntry Server(RegisteredServer server, IEnumerable<ServerSecret> secrets, bool isSignedIn)
    {
        if (server.IsOfFile)
        {
            // The file's own, with its headers, command and limits. One that it does not have is reached in no way.
            return settings.Declared?.Server(server.Id)?.Entry ?? Unusable(server, UnusableReason.Entry);
        }

        var entry = server.Url is { } url ? Http(server, new Uri(url), secrets, isSignedIn) : Stdio(server);
        return entry with { Fingerprint = Fingerprints.Of(entry) };
    }

    private UpstreamEntry Http(RegisteredServer server, Uri url, IEnumerable<ServerSecret> secrets, bool isSignedIn)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var secret in secrets)
        {
            var (state, value) = vault.Open(secret, url);
            if (state == SecretState.Unreadable)
            {
                return Unusable(server, UnusableReason.Credential);
            }

            // An account's token takes the place of a header of that name.
            if (value is not null && !(isSignedIn && secret.Header == "authorization"))
            {
                headers[secret.Header] = value;
            }
        }

        return new UpstreamEntry.Http
        {
            ServerId = server.Id,
            Fingerprint = "",
            Url = url,
            Headers = headers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            Secrets = [.. headers.Values.SelectMany(Parts).Distinct(StringComparer.Ordinal)],
            Credential = isSignedIn ? tokens : null,
            IsSse = server.Transport == ServerTransport.Sse,
            IsOperatorAddress = url == settings.Demo,
        };
    }

    private UpstreamEntry Stdio(RegisteredServer server) =>
        server.StdioEntry is { } name && settings.StdioEntries.TryGetValue(name, out var entry)
            ? entry with { ServerId = server.Id }
            : Unusable(server, UnusableReason.Entry);

    private static UpstreamEntry.Unusable Unusable(RegisteredServer server, UnusableReason reason) =>
        new() { ServerId = server.Id, Fingerprint = "", Reason = reason };

    // The value as it is sent, and without the scheme in front: a server that tells it tells either.
    private static string[] Parts(string value) => value.Split(' ', 2) is [_, { Length: > 0 } credential] ? [value, credential] : [value];
}
