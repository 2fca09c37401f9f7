using System.Security.Cryptography;
using System.Text;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Ledger.Arguments;

/// <summary>Encrypts stored arguments: AES-256-GCM, with a key of its own for every call.</summary>
/// <remarks>The associated data binds call, organisation, server, times, size and key, so what is moved or relabelled does not open.</remarks>
internal sealed class ArgumentSeal(KeyRing keys)
{
    private const int Nonce = 12;
    private const int Tag = 16;

    private const string Purpose = "stored-arguments";

    /// <summary>The version of the key that seals.</summary>
    public int KeyVersion => keys.Newest;

    /// <summary>The row with the text sealed under the newest key.</summary>
    public ArgumentRow Seal(ArgumentRow row, ReadOnlySpan<byte> plain)
    {
        var box = new byte[Nonce + plain.Length + Tag];
        RandomNumberGenerator.Fill(box.AsSpan(0, Nonce));
        var made = row with { KeyVersion = keys.Newest, Sealed = box };
        using var cipher = Cipher(keys.Derive(Purpose), row.CallId);
        cipher.Encrypt(
            box.AsSpan(0, Nonce), plain, box.AsSpan(Nonce, plain.Length), box.AsSpan(Nonce + plain.Length), Bound(made));
        return made;
    }

    /// <summary>The plain text; null where the key is gone, or the row is not as it was written.</summary>
    public byte[]? Open(ArgumentRow row)
    {
        if (row.Sealed is not { Length: >= Nonce + Tag } box || keys.Derive(Purpose, row.KeyVersion) is not { } key)
        {
            return null;
        }

        var plain = new byte[box.Length - Nonce - Tag];
        using var cipher = Cipher(key, row.CallId);
        try
        {
            cipher.Decrypt(
                box.AsSpan(0, Nonce), box.AsSpan(Nonce, plain.Length), box.AsSpan(Nonce + plain.Length), plain, Bound(row));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    // A key per call: a random nonce is then used once per key, whatever the number of calls.
    private static AesGcm Cipher(byte[] key, string callId) =>
        new(HKDF.DeriveKey(HashAlgorithmName.SHA256, key, KeyRing.KeyLength, info: Encoding.UTF8.GetBytes(callId)), Tag);

    private static byte[] Bound(ArgumentRow row)
    {
        using var data = new MemoryStream();
        using var writer = new BinaryWriter(data, Encoding.UTF8);

        // Each text with its length before it, so that no two lists of parts read the same.
        writer.Write(row.KeyVersion);
        writer.Write(row.CallId);
        writer.Write(row.Owner);
        writer.Write(row.ServerId);
        writer.Write(row.Time.UtcTicks);
        writer.Write(row.Until.UtcTicks);
        writer.Write(row.Bytes);
        writer.Flush();
        return data.ToArray();
    }
}
