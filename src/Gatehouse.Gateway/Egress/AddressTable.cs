using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Gateway.Egress;

/// <summary>The ranges of special addresses (IANA special-purpose registries, and the metadata services of clouds).</summary>
internal static class AddressTable
{
    // ORDER: the first range that contains an address names its class, so the narrow ones stand first.
    private static readonly (IPNetwork Range, AddressClass Class)[] Ranges =
    [
        Row("169.254.169.254/32", AddressClass.Metadata),
        Row("169.254.170.2/32", AddressClass.Metadata), // containers of AWS
        Row("100.100.100.200/32", AddressClass.Metadata), // Alibaba
        Row("168.63.129.16/32", AddressClass.Metadata), // Azure, in public space
        Row("192.0.0.192/32", AddressClass.Metadata), // Oracle
        Row("0.0.0.0/8", AddressClass.Unspecified),
        Row("10.0.0.0/8", AddressClass.Private),
        Row("100.64.0.0/10", AddressClass.Shared),
        Row("127.0.0.0/8", AddressClass.Loopback),
        Row("169.254.0.0/16", AddressClass.LinkLocal),
        Row("172.16.0.0/12", AddressClass.Private),
        Row("192.0.0.0/24", AddressClass.Special),
        Row("192.0.2.0/24", AddressClass.Documentation),
        Row("192.88.99.0/24", AddressClass.SixToFour), // its relays
        Row("192.168.0.0/16", AddressClass.Private),
        Row("198.18.0.0/15", AddressClass.Benchmarking),
        Row("198.51.100.0/24", AddressClass.Documentation),
        Row("203.0.113.0/24", AddressClass.Documentation),
        Row("224.0.0.0/4", AddressClass.Multicast),
        Row("240.0.0.0/4", AddressClass.Reserved),
        Row("0.0.0.0/0", AddressClass.Public),

        Row("fd00:ec2::254/128", AddressClass.Metadata), // AWS
        Row("fd00:ec2::23/128", AddressClass.Metadata), // pods of AWS
        Row("fd20:ce::254/128", AddressClass.Metadata), // Google
        Row("::/128", AddressClass.Unspecified),
        Row("::1/128", AddressClass.Loopback),
        Row("64:ff9b::/96", AddressClass.Public), // NAT64: the IPv4 address inside decides
        Row("64:ff9b:1::/48", AddressClass.Private), // NAT64 of the local network
        Row("100::/64", AddressClass.Special), // discarded
        Row("2001::/32", AddressClass.Teredo),
        Row("2001:2::/48", AddressClass.Benchmarking),
        Row("2001:db8::/32", AddressClass.Documentation),
        Row("2001::/23", AddressClass.Special), // IETF protocol assignments
        Row("2002::/16", AddressClass.SixToFour),
        Row("3fff::/20", AddressClass.Documentation),
        Row("fc00::/7", AddressClass.UniqueLocal),
        Row("fe80::/10", AddressClass.LinkLocal),
        Row("fec0::/10", AddressClass.Private), // site-local, deprecated
        Row("ff00::/8", AddressClass.Multicast),
        Row("2000::/3", AddressClass.Public),
        Row("::/0", AddressClass.Reserved),
    ];

    private static ReadOnlySpan<byte> Nat64 => [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];

    /// <summary>The class of the address that a socket would reach, looking through what carries IPv4 inside IPv6.</summary>
    public static AddressClass ClassOf(IPAddress address)
    {
        var outer = Find(Plain(address));
        return Inner(address) is { } inner ? Stricter(outer, Find(inner)) : outer;
    }

    /// <summary>On whose word an address of the class is connected to.</summary>
    public static Admission AdmissionOf(AddressClass kind) => kind switch
    {
        AddressClass.Public => Admission.Anyone,
        AddressClass.Loopback or AddressClass.Private or AddressClass.Shared or AddressClass.UniqueLocal
            or AddressClass.Documentation or AddressClass.Benchmarking or AddressClass.Special
            or AddressClass.Teredo or AddressClass.SixToFour => Admission.Operator,
        AddressClass.Metadata or AddressClass.LinkLocal => Admission.Literal,
        _ => Admission.Never,
    };

    /// <summary>The address without its IPv4-in-IPv6 clothing and without a scope.</summary>
    public static IPAddress Plain(IPAddress address) =>
        address.IsIPv4MappedToIPv6 ? address.MapToIPv4()
        : address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId != 0
            ? new IPAddress(address.GetAddressBytes())
            : address;

    // The IPv4 address inside NAT64 (last four bytes), 6to4 (after 2002:) or Teredo (last four, inverted).
    private static IPAddress? Inner(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6 || address.IsIPv4MappedToIPv6)
            return null;
        var bytes = address.GetAddressBytes().AsSpan();
        if (bytes.StartsWith(Nat64))
            return new IPAddress(bytes[12..]);
        if (bytes[0] == 0x20 && bytes[1] == 0x02)
            return new IPAddress(bytes[2..6]);
        return bytes[0] == 0x20 && bytes[1] == 0x01 && bytes[2] == 0 && bytes[3] == 0
            ? new IPAddress([(byte)~bytes[12], (byte)~bytes[13], (byte)~bytes[14], (byte)~bytes[15]])
            : null;
    }

    private static AddressClass Stricter(AddressClass one, AddressClass other) =>
        AdmissionOf(other) < AdmissionOf(one) ? other : one;

    private static AddressClass Find(IPAddress address)
    {
        foreach (var (range, kind) in Ranges)
        {
            if (range.Contains(address))
                return kind;
        }

        return AddressClass.Reserved;
    }

    private static (IPNetwork Range, AddressClass Class) Row(string range, AddressClass kind) =>
        (IPNetwork.Parse(range), kind);
}
