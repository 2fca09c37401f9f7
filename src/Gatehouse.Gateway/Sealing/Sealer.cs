using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.Gateway.Sealing;

/// <summary>Seals what an upstream gave, so that it comes back unchanged, from the same grant, for the same purpose, in time.</summary>
/// <remarks>
/// AES-256-GCM. Every seal has a key of its own, derived with 128 random bits, and a random nonce: a pair would have to
/// repeat in 224 random bits, so the number of seals under one key ring does not matter. Layout: form, key version (2),
/// salt (16), nonce (12), ciphertext of expiry (8) and value, tag (16); base64url, so that it fits into a header.
/// </remarks>
public sealed class Sealer(KeyRing ring, TimeProvider time)
{
    private const byte Form = 1;
    private const int SaltLength = 16;
    private const int NonceLength = 12;
    private const int TagLength = 16;
    private const int ExpiryLength = 8;
    private const int HeadLength = 3 + SaltLength + NonceLength;

    private readonly ConcurrentDictionary<(string Purpose, int Version), byte[]?> _keys = new();

    /// <summary>Seals a value; the text is visible ASCII without <c>+</c>, <c>/</c> and <c>=</c>.</summary>
    /// <param name="purpose">One of <see cref="SealPurpose"/>.</param>
    /// <param name="grantId">The grant that may bring it back.</param>
    /// <param name="serverId">The server that it came from.</param>
    /// <param name="value">The upstream's own text.</param>
    /// <param name="expires">From when on it does not open any more; whole seconds.</param>
    public string Seal(string purpose, string grantId, string serverId, ReadOnlySpan<byte> value, DateTimeOffset expires)
    {
        var sealedBytes = new byte[HeadLength + ExpiryLength + value.Length + TagLength];
        sealedBytes[0] = Form;
        BinaryPrimitives.WriteUInt16BigEndian(sealedBytes.AsSpan(1), (ushort)ring.Newest);
        RandomNumberGenerator.Fill(sealedBytes.AsSpan(3, SaltLength + NonceLength));

        var plain = new byte[ExpiryLength + value.Length];
        BinaryPrimitives.WriteInt64BigEndian(plain, expires.ToUnixTimeSeconds());
        value.CopyTo(plain.AsSpan(ExpiryLength));

        using var cipher = Cipher(purpose, ring.Newest, sealedBytes)!;
        cipher.Encrypt(
            sealedBytes.AsSpan(3 + SaltLength, NonceLength), plain, sealedBytes.AsSpan(HeadLength, plain.Length),
            sealedBytes.AsSpan(HeadLength + plain.Length), Context(purpose, grantId, serverId, sealedBytes));
        return Base64Url.EncodeToString(sealedBytes);
    }

    /// <summary>
    /// The value; null for everything else: another grant, server or purpose, an unknown key, a changed bit, an expired
    /// or foreign text. Which of them it was is told to nobody.
    /// </summary>
    public byte[]? Open(string purpose, string grantId, string serverId, string text)
    {
        if (Decode(text) is not { Length: >= HeadLength + ExpiryLength + TagLength } sealedBytes || sealedBytes[0] != Form)
        {
            return null;
        }

        var version = BinaryPrimitives.ReadUInt16BigEndian(sealedBytes.AsSpan(1));
        using var cipher = Cipher(purpose, version, sealedBytes);
        if (cipher is null)
        {
            return null;
        }

        var plain = new byte[sealedBytes.Length - HeadLength - TagLength];
        try
        {
            cipher.Decrypt(
                sealedBytes.AsSpan(3 + SaltLength, NonceLength), sealedBytes.AsSpan(HeadLength, plain.Length),
                sealedBytes.AsSpan(HeadLength + plain.Length), plain, Context(purpose, grantId, serverId, sealedBytes));
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return time.GetUtcNow().ToUnixTimeSeconds() < BinaryPrimitives.ReadInt64BigEndian(plain)
            ? plain[ExpiryLength..]
            : null;
    }

    private static byte[]? Decode(string text)
    {
        try
        {
            // One value has one text: blanks, padding and loose bits at the end, which decoders pass over, are refused.
            var bytes = Base64Url.DecodeFromChars(text);
            return Base64Url.EncodeToString(bytes) == text ? bytes : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private AesGcm? Cipher(string purpose, int version, ReadOnlySpan<byte> head)
    {
        var root = _keys.GetOrAdd((purpose, version), static (at, ring) => ring.Derive("seal " + at.Purpose, at.Version), ring);
        if (root is null)
        {
            // A version that the ring lacks is not remembered: it came from outside.
            _keys.TryRemove((purpose, version), out _);
            return null;
        }

        Span<byte> key = stackalloc byte[KeyRing.KeyLength];
        HKDF.Expand(HashAlgorithmName.SHA256, root, key, head.Slice(3, SaltLength));
        return new AesGcm(key, TagLength);
    }

    /// <summary>What a seal is bound to; lengths first, so that no two lists of parts run together.</summary>
    private static byte[] Context(string purpose, string grantId, string serverId, ReadOnlySpan<byte> head)
    {
        var parts = new ArrayWriter();
        parts.Add(head[..3]);
        parts.Add(Encoding.UTF8.GetBytes(purpose));
        parts.Add(Encoding.UTF8.GetBytes(grantId));
        parts.Add(Encoding.UTF8.GetBytes(serverId));
        return parts.ToArray();
    }

    private readonly struct ArrayWriter()
    {
        private readonly List<byte> _bytes = [];

        public void Add(ReadOnlySpan<byte> part)
        {
            Span<byte> length = stackalloc byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
            _bytes.AddRange(length);
            _bytes.AddRange(part);
        }

        public byte[] ToArray() => [.. _bytes];
    }
}
