namespace Gatehouse.Gateway.Sealing;

/// <summary>A versioned set of 256-bit keys; the newest seals, all open.</summary>
/// <remarks>Kept in the data folder's <c>keys/</c>, mode 0600, or in a file of the operator's.</remarks>
public sealed class KeyRing
{
    private readonly byte[] _newest;

    private KeyRing(byte[] newest) => _newest = newest;

    /// <summary>A key derived for one purpose, 32 bytes: purposes never share keys.</summary>
    /// <param name="purpose">A fixed word, for example <c>approval-params</c>.</param>
    public byte[] Derive(string purpose) => System.Security.Cryptography.HKDF.DeriveKey(
        System.Security.Cryptography.HashAlgorithmName.SHA256, _newest, 32, info: System.Text.Encoding.UTF8.GetBytes(purpose));

    /// <summary>A ring with one key that lives as long as the process: for tests and demonstrations.</summary>
    public static KeyRing Ephemeral() => new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
}
