using Gatehouse.Policy;

namespace Gatehouse.Gateway.Sealing;

/// <summary>Why the keys of a data folder cannot be used.</summary>
public static class SealingFaults
{
    /// <summary>The data folder holds data but no keys, and keys are never made anew over existing data.</summary>
    public static readonly FaultCode KeyMissing = new("key-missing");

    /// <summary>A key file is not 32 bytes, or all of them are zero.</summary>
    public static readonly FaultCode KeyUnsound = new("key-unsound");

    /// <summary>A key file or the folder of the keys is open to other users.</summary>
    public static readonly FaultCode KeyExposed = new("key-exposed");

    /// <summary>A key file or its folder cannot be read or written.</summary>
    public static readonly FaultCode KeyUnreadable = new("key-unreadable");
}
