namespace Gatehouse.Gateway.Egress;

/// <summary>What kind of place an IP address is; <see cref="AddressTable"/> has the ranges.</summary>
internal enum AddressClass : byte
{
    /// <summary>Assigned to nobody, or to a protocol that has no hosts.</summary>
    Reserved = 0,
    Unspecified,
    Multicast,
    Metadata,
    LinkLocal,
    Loopback,
    Private,
    Shared,
    UniqueLocal,
    Documentation,
    Benchmarking,
    Special,
    Teredo,
    SixToFour,
    Public,
}

/// <summary>On whose word the gateway connects to an address. A smaller value is stricter.</summary>
internal enum Admission : byte
{
    /// <summary>On nobody's.</summary>
    Never = 0,

    /// <summary>Only where the operator wrote this very address, as an address.</summary>
    Literal,

    /// <summary>Where the operator wrote the host, or listed the network.</summary>
    Operator,

    /// <summary>On anybody's.</summary>
    Anyone,
}
