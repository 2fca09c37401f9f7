using System.Security.Cryptography;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>The text of one policy, as it was written, under the id by which its counters are kept. Hashed once.</summary>
/// <param name="id">Stable over versions: a file's name as written, or the id of a stored policy.</param>
/// <param name="utf8">The document.</param>
public sealed class PolicyText(string id, ReadOnlyMemory<byte> utf8)
{
    /// <summary>The document's id.</summary>
    public string Id { get; } = id;

    /// <summary>Another text of the same policy that is observed beside this one; null for none.</summary>
    public PolicyText? Observed { get; init; }

    /// <summary>The document.</summary>
    public ReadOnlyMemory<byte> Utf8 { get; } = utf8;

    /// <summary>SHA-256 of the text in lower-case hex.</summary>
    public string Hash { get; } = Convert.ToHexStringLower(SHA256.HashData(utf8.Span));
}
