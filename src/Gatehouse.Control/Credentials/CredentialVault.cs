using System.Security.Cryptography;
using System.Text;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Servers;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Control.Credentials;

/// <summary>Encrypts the secrets of servers, and gives them back for the address alone that they were saved for.</summary>
/// <remarks>
/// AES-256-GCM with a key derived for each secret; server, header, address and key version are bound to the ciphertext,
/// so one that is moved in the database does not open. SECURITY: nothing here returns a value but <see cref="Open"/>.
/// </remarks>
internal sealed class CredentialVault(KeyRing keys)
{
    private const string Purpose = "server-secret";
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>The version of the key that encrypts from now on.</summary>
    public int KeyVersion => keys.Newest;

    /// <summary>What a secret is bound to.</summary>
    public static string BindingOf(Uri url) => $"{url.Scheme}|{url.IdnHost}|{url.Port}|{url.AbsolutePath}";

    /// <summary>Encrypts a value for this address.</summary>
    public ServerSecret Seal(string serverId, string header, Uri url, string value, DateTimeOffset now)
    {
        var row = new ServerSecret
        {
            ServerId = serverId, Header = header, BoundTo = BindingOf(url), KeyVersion = keys.Newest, Sealed = [], Saved = now,
        };
        Encrypt(row, Encoding.UTF8.GetBytes(value));
        return row;
    }

    /// <summary>The value, where it may be sent to this address and can be decrypted.</summary>
    public (SecretState State, string? Value) Open(ServerSecret row, Uri? url) =>
        url is null || row.BoundTo != BindingOf(url) ? (SecretState.Detached, null)
        : Decrypt(row) is { } value ? (SecretState.Used, Encoding.UTF8.GetString(value))
        : (SecretState.Unreadable, null);

    /// <summary>Encrypts with the newest key what an older one had encrypted. False where it was so already, or does not open.</summary>
    public bool Renew(ServerSecret row)
    {
        if (row.KeyVersion == keys.Newest || Decrypt(row) is not { } value)
        {
            return false;
        }

        row.KeyVersion = keys.Newest;
        Encrypt(row, value);
        return true;
    }

    private void Encrypt(ServerSecret row, byte[] value)
    {
        var box = new byte[NonceLength + value.Length + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        var bound = Bound(row);
        using var cipher = Cipher(keys.Derive(Purpose), bound);
        cipher.Encrypt(
            box.AsSpan(0, NonceLength), value, box.AsSpan(NonceLength, value.Length), box.AsSpan(NonceLength + value.Length), bound);
        row.Sealed = box;
    }

    private byte[]? Decrypt(ServerSecret row)
    {
        if (keys.Derive(Purpose, row.KeyVersion) is not { } root || row.Sealed.Length < NonceLength + TagLength)
        {
            return null;
        }

        var value = new byte[row.Sealed.Length - NonceLength - TagLength];
        var bound = Bound(row);
        using var cipher = Cipher(root, bound);
        try
        {
            cipher.Decrypt(
                row.Sealed.AsSpan(0, NonceLength), row.Sealed.AsSpan(NonceLength, value.Length),
                row.Sealed.AsSpan(NonceLength + value.Length), value, bound);
            return value;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    // A key per secret: a random nonce is then used once per key, however many secrets there are.
    private static AesGcm Cipher(byte[] root, byte[] bound) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, root, KeyRing.KeyLength, info: bound), TagLength);

    private static byte[] Bound(ServerSecret row)
    {
        using var data = new MemoryStream();
        using var writer = new BinaryWriter(data, Encoding.UTF8);
        writer.Write(row.KeyVersion);
        foreach (var part in new[] { row.ServerId, row.Header, row.BoundTo })
        {
            // Length-prefixed, so that no two lists of parts read the same.
            writer.Write(part);
        }

        writer.Flush();
        return data.ToArray();
    }
}
