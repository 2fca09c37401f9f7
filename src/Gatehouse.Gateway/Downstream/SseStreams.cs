using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Gateway.Downstream;

/// <summary>The open streams of clients of 2024-11-05, found by a sealed name together with the grant that it was sealed for.</summary>
internal sealed class SseStreams(Sealer sealer, TimeProvider time)
{
    /// <summary>Most streams of one grant. Each is a session that the gateway keeps, unlike those of the newer transport.</summary>
    public const int MaxPerGrant = 64;

    private const int IdDigits = 32;
    private static readonly TimeSpan _life = TimeSpan.FromDays(30);

    private readonly ConcurrentDictionary<string, SseStream> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Registers a new stream; null when the grant has as many as it may.</summary>
    public SseStream? Open(ActiveGrant grant, HttpReply reply)
    {
        lock (_gate)
        {
            var taken = _places.GetValueOrDefault(grant.Id);
            if (taken >= MaxPerGrant)
            {
                return null;
            }

            _places[grant.Id] = taken + 1;
        }

        var id = RandomNumberGenerator.GetHexString(IdDigits, lowercase: true);
        var name = sealer.Seal(SealPurpose.Stream, grant.Id, grant.Server.Id, Encoding.ASCII.GetBytes(id), time.GetUtcNow() + _life);
        return _byId[id] = new SseStream(id, name, grant, reply);
    }

    /// <summary>The stream of that name; null for one that is closed, another grant's, or a token's that was replaced.</summary>
    public SseStream? Find(ActiveGrant grant, string name) =>
        sealer.Open(SealPurpose.Stream, grant.Id, grant.Server.Id, name) is { } id
        && _byId.TryGetValue(Encoding.ASCII.GetString(id), out var stream)
        && stream.Grant.Token == grant.Token
            ? stream
            : null;

    /// <summary>Forgets a stream: no message finds it any more.</summary>
    public void Remove(SseStream stream)
    {
        if (!_byId.TryRemove(stream.Id, out _))
        {
            return;
        }

        lock (_gate)
        {
            if (--_places[stream.Grant.Id] == 0)
            {
                _places.Remove(stream.Grant.Id);
            }
        }
    }
}
