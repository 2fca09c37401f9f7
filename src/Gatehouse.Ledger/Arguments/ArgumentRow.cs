namespace Gatehouse.Ledger.Arguments;

/// <summary>One row of the store.</summary>
internal sealed record ArgumentRow
{
    public required string CallId { get; init; }

    /// <summary>The organisation; empty where there are none.</summary>
    public required string Owner { get; init; }

    public required string ServerId { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>From then on nobody reads it.</summary>
    public required DateTimeOffset Until { get; init; }

    /// <summary>Size of the arguments as they were sent.</summary>
    public required int Bytes { get; init; }

    /// <summary>Of the key; 0 where nothing is sealed.</summary>
    public int KeyVersion { get; init; }

    /// <summary>Null for arguments that were too large.</summary>
    public byte[]? Sealed { get; init; }
}
