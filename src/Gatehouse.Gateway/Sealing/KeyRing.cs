using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Gateway.Sealing;

/// <summary>A versioned set of 256-bit keys; the newest seals, all open.</summary>
/// <remarks>Kept in the data folder's <c>keys/</c>, mode 0600, or in a file of the operator's; see <see cref="KeyFolder"/>.</remarks>
public sealed class KeyRing
{
    /// <summary>Bytes of a key.</summary>
    public const int KeyLength = 32;

    private readonly FrozenDictionary<int, byte[]> _keys;

    internal KeyRing(IReadOnlyDictionary<int, byte[]> keys)
    {
        _keys = keys.ToFrozenDictionary();
        Newest = keys.Keys.Max();
    }

    /// <summary>The version of the key that seals.</summary>
    /// <value>1 to 65,535.</value>
    public int Newest { get; }

    /// <summary>Every version that the ring has.</summary>
    public IEnumerable<int> Versions => _keys.Keys;

    /// <summary>A key derived from the newest one for one purpose, 32 bytes: purposes never share keys.</summary>
    /// <param name="purpose">A fixed word, for example <c>approval-params</c>.</param>
    public byte[] Derive(string purpose) => Derive(purpose, Newest)!;

    /// <summary>A key derived from the key of a version for one purpose; null where the ring has no such version.</summary>
    /// <param name="purpose">A fixed word.</param>
    /// <param name="version">As noted beside what was encrypted with it.</param>
    public byte[]? Derive(string purpose, int version) => _keys.TryGetValue(version, out var key)
        ? HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyLength, info: Encoding.UTF8.GetBytes(purpose))
        : null;

    /// <summary>A ring with one key that lives as long as the process: for tests and demonstrations.</summary>
    public static KeyRing Ephemeral() => new(new Dictionary<int, byte[]> { [1] = RandomNumberGenerator.GetBytes(KeyLength) });
}
