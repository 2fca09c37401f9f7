using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Net;

namespace Gatehouse.Gateway.Identity;

/// <summary>The networks that a grant's calls may come from. IPv4 addresses in IPv6 clothing are the IPv4 addresses.</summary>
public sealed class SourceNetworks
{
    private const int Bits = 128;
    private const int MappedBits = 96;

    private readonly (UInt128 Prefix, UInt128 Mask)[] _ranges;

    private SourceNetworks(IEnumerable<IPNetwork> networks) => _ranges = [.. networks.Select(Range)];

    /// <summary>These networks; null where there are none, which means anywhere.</summary>
    public static SourceNetworks? Of(ImmutableArray<IPNetwork> networks) =>
        networks.IsDefaultOrEmpty ? null : new SourceNetworks(networks);

    /// <summary>Whether the address is in one of them. An unknown address is in none.</summary>
    public bool Contain(IPAddress? address)
    {
        if (address is null)
        {
            return false;
        }

        var number = Number(address);
        foreach (var (prefix, mask) in _ranges)
        {
            if ((number & mask) == prefix)
            {
                return true;
            }
        }

        return false;
    }

    private static (UInt128 Prefix, UInt128 Mask) Range(IPNetwork network)
    {
        var isIPv4 = network.BaseAddress.AddressFamily == System.Net.Sockets.AddressFamily.InterNetwork;
        var length = network.PrefixLength + (isIPv4 ? MappedBits : 0);
        var mask = length == 0 ? UInt128.Zero : UInt128.MaxValue << (Bits - length);
        return (Number(network.BaseAddress) & mask, mask);
    }

    // As one number of IPv6, so that nothing is allocated to compare.
    private static UInt128 Number(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var written);
        return written == 4
            ? new UInt128(0, 0xffff_0000_0000UL | BinaryPrimitives.ReadUInt32BigEndian(bytes))
            : BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }
}
