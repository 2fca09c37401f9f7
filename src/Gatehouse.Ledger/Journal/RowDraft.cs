using System.Security.Cryptography;

namespace Gatehouse.Ledger.Journal;

/// <summary>What it takes to write the body of a row: a buffer, and the keyed hash of arguments. One call at a time uses it.</summary>
internal sealed class RowDraft(byte[] digestKey) : IDisposable
{
    public LineBuffer Body { get; } = new();

    public IncrementalHash Keyed { get; } = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, digestKey);

    public void Dispose() => Keyed.Dispose();
}
