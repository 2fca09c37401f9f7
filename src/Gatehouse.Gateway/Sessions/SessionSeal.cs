using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Sessions;

/// <summary>Upstream session ids reach the client only sealed to its grant, so HTTP sessions need no table.</summary>
/// <remarks>
/// What the seal holds beside the id (when the session began, what the client said of itself) would otherwise be a
/// table, too. Opened ids are remembered for speed alone; forgetting them costs nothing.
/// </remarks>
internal sealed class SessionSeal(Sealer sealer, TimeProvider time)
{
    private const string Purpose = SealPurpose.Session;
    private static readonly TimeSpan _life = TimeSpan.FromDays(30);
    private const int MaxRemembered = 10_000;
    private const int MaxClientText = 128;

    private readonly DateTimeOffset _processStart = time.GetUtcNow();
    private readonly ConcurrentDictionary<(string Grant, string Server, string Sealed), (Session Session, DateTimeOffset Expires)> _opened = new();

    /// <summary>Seals the id that an upstream gave in its answer to <c>initialize</c>.</summary>
    public Session Begin(ActiveGrant grant, string upstreamId, ClientMessage initialize)
    {
        var payload = new SessionPayload(time.GetUtcNow(), upstreamId, Short(initialize.ClientName), Short(initialize.ClientVersion),
            initialize.ProtocolVersion, ClientCapabilities.ShowsAddresses(initialize.Params, "capabilities"));
        return Remember(grant, sealer.Seal(Purpose, grant.Id, grant.Server.Id, payload.Write(), time.GetUtcNow() + _life), payload);
    }

    /// <summary>Opens what a client sent; null for anything that this gateway did not seal for this grant and server.</summary>
    public Session? Open(ActiveGrant grant, string sealedId)
    {
        if (_opened.TryGetValue((grant.Id, grant.Server.Id, sealedId), out var known) && time.GetUtcNow() < known.Expires)
        {
            return known.Session;
        }

        return sealer.Open(Purpose, grant.Id, grant.Server.Id, sealedId) is { } bytes && SessionPayload.Read(bytes) is { } payload
            ? Remember(grant, sealedId, payload)
            : null;
    }

    /// <summary>The session of a message that belongs to no MCP session.</summary>
    public static Session Without(ClientMessage? message) => new()
    {
        Key = message?.AgentSession is { } agent ? "agent:" + agent : "grant",
        Client = message?.ClientName is null && message?.ClientVersion is null
            ? null
            : new ClientFacts(message.ClientName, message.ClientVersion),
    };

    private Session Remember(ActiveGrant grant, string sealedId, SessionPayload payload)
    {
        if (_opened.Count >= MaxRemembered)
        {
            _opened.Clear();
        }

        var session = new Session
        {
            Key = "mcp:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(payload.UpstreamId)).AsSpan(0, 16)),
            UpstreamId = payload.UpstreamId,
            SealedId = sealedId,
            Client = new ClientFacts(payload.ClientName, payload.ClientVersion),
            Revision = payload.Revision,
            ShowsAddresses = payload.ShowsAddresses,
            IsOlderThanProcess = payload.Began < _processStart,
        };
        _opened[(grant.Id, grant.Server.Id, sealedId)] = (session, payload.Began + _life);
        return session;
    }

    private static string? Short(string? text) => text is { Length: > MaxClientText } ? text[..MaxClientText] : text;
}
