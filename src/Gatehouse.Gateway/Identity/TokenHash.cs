using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Gatehouse.Gateway.Identity;

/// <summary>SHA-256 of a token: what is stored and looked up. The token itself is never kept nor compared.</summary>
public readonly record struct TokenHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>The hash of a token's text. Only visible ASCII of at most 512 characters has one.</summary>
    /// <returns>Null for any other text.</returns>
    public static TokenHash? Of(ReadOnlySpan<char> token)
    {
        if (token.Length is 0 or > 512)
        {
            return null;
        }

        Span<byte> ascii = stackalloc byte[token.Length];
        for (var i = 0; i < token.Length; i++)
        {
            if (token[i] is <= ' ' or > '~')
            {
                return null;
            }

            ascii[i] = (byte)token[i];
        }

        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(ascii, digest);
        return FromBytes(digest);
    }

    /// <summary>Reads 64 hex digits, as a configuration file holds them.</summary>
    /// <returns>Null for any other text.</returns>
    public static TokenHash? FromHex(string hex)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        return hex.Length == 64
            && Convert.FromHexString(hex, digest, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == digest.Length
                ? FromBytes(digest)
                : null;
    }

    /// <summary>The 64 lower-case hex digits.</summary>
    public string ToHex()
    {
        ReadOnlySpan<ulong> parts = [A, B, C, D];
        return Convert.ToHexStringLower(MemoryMarshal.AsBytes(parts));
    }

    // A digest is uniform, so any 32 bits of it are as good a hash code as any other.
    /// <inheritdoc/>
    public override int GetHashCode() => (int)A;

    private static TokenHash FromBytes(ReadOnlySpan<byte> digest)
    {
        var parts = MemoryMarshal.Cast<byte, ulong>(digest);
        return new(parts[0], parts[1], parts[2], parts[3]);
    }
}
