using System.Security.Cryptography;

namespace Gatehouse.Ledger.Journal;

/// <summary>Sequence and hash of the last row: each row names the SHA-256 of the one before.</summary>
/// <remarks>A row's hash is SHA-256 of the line without its newline, so anybody can check it with <c>sha256sum</c>.</remarks>
internal sealed class Chain : IDisposable
{
    // One context for all rows: to set one up costs more than to hash a row.
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _hash = new byte[32];

    public long Sequence { get; private set; }

    public ReadOnlySpan<byte> Hash => _hash;

    /// <summary>Puts sequence and previous hash in front of a row's body and closes the line.</summary>
    public long Append(LineBuffer lines, ReadOnlySpan<byte> body)
    {
        var start = lines.Length;
        lines.Raw("{\"seq\":"u8);
        lines.Number(++Sequence);
        lines.Raw(",\"prev\":\""u8);
        lines.Hex(_hash);
        lines.Raw("\","u8);
        lines.Raw(body);
        lines.Raw("}"u8);
        lines.HashFrom(start, _sha256, _hash);
        lines.Raw("\n"u8);
        return Sequence;
    }

    public void Set(long sequence, ReadOnlySpan<byte> hash)
    {
        Sequence = sequence;
        hash.CopyTo(_hash);
    }

    public void Dispose() => _sha256.Dispose();
}
