using System.Security.Cryptography;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Ledger.Journal;

/// <summary>The keys of checkpoints: the ring's newest signs, each of its keys vouches for what it signed before.</summary>
/// <param name="ring">The installation's keys.</param>
/// <param name="purpose">Of which chains: the checkpoints of one kind are none of another.</param>
internal sealed class CheckpointKeys(KeyRing ring, string purpose = CheckpointKeys.Journal)
{
    private const string Journal = "journal-checkpoint";

    private readonly byte[] _newest = ring.Derive(purpose);
    private readonly byte[][] _all = [.. ring.Versions.Select(version => ring.Derive(purpose, version)!)];

    public void Sign(ReadOnlySpan<byte> text, Span<byte> mac) => HMACSHA256.HashData(_newest, text, mac);

    public bool IsSigned(ReadOnlySpan<byte> text, ReadOnlySpan<byte> mac)
    {
        Span<byte> expected = stackalloc byte[32];
        var isSigned = false;
        foreach (var key in _all)
        {
            HMACSHA256.HashData(key, text, expected);
            isSigned |= CryptographicOperations.FixedTimeEquals(expected, mac);
        }

        return isSigned;
    }
}
