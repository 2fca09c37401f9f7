using System.Security.Cryptography;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Ledger.Journal;

/// <summary>The keys of checkpoints: the ring's newest signs, each of its keys vouches for what it signed before.</summary>
internal sealed class CheckpointKeys(KeyRing ring)
{
    private const string Purpose = "journal-checkpoint";

    private readonly byte[] _newest = ring.Derive(Purpose);
    private readonly byte[][] _all = [.. ring.Versions.Select(version => ring.Derive(Purpose, version)!)];

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
