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

    private readonly byte[] _key;

    public ParamsSeal(KeyRing keys)
    {
        _key = keys.Derive("approval-params");
        KeyId = Convert.ToHexStringLower(SHA256.HashData(_key).AsSpan(0, 4));
    }

    /// <summary>Names the key without telling it.</summary>
    public string KeyId { get; }

    public byte[] Seal(string approvalId, ApprovalSubject subject, ReadOnlySpan<byte> plain)
    {
        var box = new byte[Nonce + plain.Length + Tag];
        RandomNumberGenerator.Fill(box.AsSpan(0, Nonce));
        using var cipher = Cipher(approvalId);
        cipher.Encrypt(
            box.AsSpan(0, Nonce), plain, box.AsSpan(Nonce, plain.Length), box.AsSpan(Nonce + plain.Length),
            Bound(approvalId, subject));
        return box;
    }

    /// <summary>The plain bytes, or null when the box was moved, changed, or sealed with another key.</summary>
    public byte[]? Open(string approvalId, ApprovalSubject subject, ReadOnlySpan<byte> box)
    {
        if (box.Length < Nonce + Tag)
        {
            return null;
        }

        var plain = new byte[box.Length - Nonce - Tag];
        using var cipher = Cipher(approvalId);
        try
        {
            cipher.Decrypt(
                box[..Nonce], box.Slice(Nonce, plain.Length), box[(Nonce + plain.Length)..], plain, Bound(approvalId, subject));
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    // A key per request: a random nonce is then used once per key, whatever the number of requests.
    private AesGcm Cipher(string approvalId) => new(
        HKDF.DeriveKey(HashAlgorithmName.SHA256, _key, 32, info: Encoding.UTF8.GetBytes(approvalId)), Tag);

    private byte[] Bound(string approvalId, ApprovalSubject subject)
    {
        using var data = new MemoryStream();
        using var writer = new BinaryWriter(data, Encoding.UTF8);
        foreach (var part in new[]
        {
            "params", KeyId, approvalId, subject.GrantId, subject.ServerId, subject.Tool, subject.Digest,
        })
        {
            // Length-prefixed, so that no two lists of parts read the same.
            writer.Write(part);
        }

        writer.Flush();
        return data.ToArray();
    }
}
