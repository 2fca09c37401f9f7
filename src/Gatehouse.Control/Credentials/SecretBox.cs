using System.Security.Cryptography;
using System.Text;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Control.Credentials;

/// <summary>Encrypts what is stored of one kind, and gives it back where it was saved for alone.</summary>
/// <remarks>
/// AES-256-GCM with a key derived for each value; what it is bound to and the key's version are bound to the ciphertext, so one
/// that is moved in the database does not open. A random nonce is used once per key, however many values there are.
/// </remarks>
internal sealed class SecretBox(KeyRing keys, string purpose)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>The version of the key that encrypts from now on.</summary>
    public int KeyVersion => keys.Newest;

    /// <summary>Nonce, ciphertext and tag, under the newest key.</summary>
    public byte[] Seal(ReadOnlySpan<byte> value, params ReadOnlySpan<string> bound)
    {
        var box = new byte[NonceLength + value.Length + TagLength];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceLength));
        var context = Context(keys.Newest, bound);
        using var cipher = Cipher(keys.Derive(purpose), context);
        cipher.Encrypt(
            box.AsSpan(0, NonceLength), value, box.AsSpan(NonceLength, value.Length), box.AsSpan(NonceLength + value.Length), context);
        return box;
    }

    /// <summary>The value; null where the key is gone, the box was changed, or it belongs elsewhere.</summary>
    public byte[]? Open(int keyVersion, byte[] box, params ReadOnlySpan<string> bound)
    {
        if (keys.Derive(purpose, keyVersion) is not { } root || box.Length < NonceLength + TagLength)
        {
            return null;
        }

        var value = new byte[box.Length - NonceLength - TagLength];
        var context = Context(keyVersion, bound);
        using var cipher = Cipher(root, context);
        try
        {
            cipher.Decrypt(
                box.AsSpan(0, NonceLength), box.AsSpan(NonceLength, value.Length), box.AsSpan(NonceLength + value.Length), value, context);
            return value;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    private static AesGcm Cipher(byte[] root, byte[] context) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, root, KeyRing.KeyLength, info: context), TagLength);

    private static byte[] Context(int keyVersion, ReadOnlySpan<string> bound)
    {
        using var data = new MemoryStream();
        using var writer = new BinaryWriter(data, Encoding.UTF8);
        writer.Write(keyVersion);
        foreach (var part in bound)
        {
            // Length-prefixed, so that no two lists of parts read the same.
            writer.Write(part);
        }

        writer.Flush();
        return data.ToArray();
    }
}
