using System.Security.Cryptography;
using System.Text;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Gateway.Approvals;

namespace Gatehouse.Ledger.Approvals;

/// <summary>Encrypts the stored arguments of a waiting call: AES-256-GCM, with a key of its own for every request.</summary>
/// <remarks>The associated data binds request, grant, server, tool, digest, field and key, so ciphertext that is moved does not open.</remarks>
internal sealed class ParamsSeal
{
    private const int Nonce = 12;
    private const int Tag = 16;

    private const string Purpose = "approval-params";

    private readonly SealKey _newest;
    private readonly SealKey[] _all;

    public ParamsSeal(KeyRing keys)
    {
        _newest = SealKey.Of(keys.Derive(Purpose));
        _all = [.. keys.Versions.OrderDescending().Select(version => SealKey.Of(keys.Derive(Purpose, version)!))];
    }

    /// <summary>Names the key that seals without telling it.</summary>
    public string KeyId => _newest.Id;

    public byte[] Seal(string approvalId, ApprovalSubject subject, ReadOnlySpan<byte> plain)
    {
        var box = new byte[Nonce + plain.Length + Tag];
        RandomNumberGenerator.Fill(box.AsSpan(0, Nonce));
        using var cipher = Cipher(_newest, approvalId);
        cipher.Encrypt(
            box.AsSpan(0, Nonce), plain, box.AsSpan(Nonce, plain.Length), box.AsSpan(Nonce + plain.Length),
            Bound(_newest, approvalId, subject));
        return box;
    }

    /// <summary>The plain bytes, or null when the box was moved, changed, or sealed with a key that the ring has not.</summary>
    public byte[]? Open(string approvalId, ApprovalSubject subject, ReadOnlySpan<byte> box)
    {
        foreach (var key in _all)
        {
            if (box.Length >= Nonce + Tag && Open(key, approvalId, subject, box) is { } plain)
            {
                return plain;
            }
        }

        return null;
    }

    private static byte[]? Open(SealKey key, string approvalId, ApprovalSubject subject, ReadOnlySpan<byte> box)
    {
        var plain = new byte[box.Length - Nonce - Tag];
        using var cipher = Cipher(key, approvalId);
        try
        {
            cipher.Decrypt(
                box[..Nonce], box.Slice(Nonce, plain.Length), box[(Nonce + plain.Length)..], plain, Bound(key, approvalId, subject));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    // A key per request: a random nonce is then used once per key, whatever the number of requests.
    private static AesGcm Cipher(SealKey key, string approvalId) => new(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, key.Key, 32, info: Encoding.UTF8.GetBytes(approvalId)), Tag);

    private static byte[] Bound(SealKey key, string approvalId, ApprovalSubject subject)
    {
        using var data = new MemoryStream();
        using var writer = new BinaryWriter(data, Encoding.UTF8);
        foreach (var part in new[]
        {
            "params", key.Id, approvalId, subject.GrantId, subject.ServerId, subject.Tool, subject.Digest,
        })
        {
            // Length-prefixed, so that no two lists of parts read the same.
            writer.Write(part);
        }

        writer.Flush();
        return data.ToArray();
    }

    private sealed record SealKey(string Id, byte[] Key)
    {
        public static SealKey Of(byte[] key) => new(Convert.ToHexStringLower(SHA256.HashData(key).AsSpan(0, 4)), key);
    }
}
