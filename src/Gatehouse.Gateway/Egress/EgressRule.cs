using System.Collections.Immutable;
using System.Net;

namespace Gatehouse.Gateway.Egress;

/// <summary>Where one handler may connect, how long it may take, and on which threads its users go on.</summary>
public sealed record EgressRule
{
    /// <summary>Whether the host was written by the operator, in a file, so that it may be private.</summary>
    public bool IsOperatorAddress { get; init; }

    /// <summary>Networks that the operator opened for hosts that came by the API.</summary>
    /// <value>Metadata, link-local and multicast addresses stay closed even when a network contains them.</value>
    public ImmutableArray<IPNetwork> OperatorNetworks { get; init; } = [];

    /// <summary>The address that the operator wrote as an address, in its plain spelling; else null.</summary>
    public IPAddress? WrittenLiteral { get; init; }

    /// <summary>Longest time to resolve, connect and agree on TLS.</summary>
    /// <value>Default 5 s.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Most connections of one handler to one host.</summary>
    /// <value>Default 64.</value>
    public int MaxConnections { get; init; } = 64;

    /// <summary>Whether calls go by it. They go on on the socket's own thread; everything else goes on on the pool, where it may wait.</summary>
    public bool IsForCalls { get; init; }

    /// <summary>The rule for a URL: remembers whether its host is an address in plain spelling.</summary>
    public static EgressRule For(Uri url, bool isOperatorAddress, ImmutableArray<IPNetwork> operatorNetworks) => new()
    {
        IsOperatorAddress = isOperatorAddress,
        OperatorNetworks = operatorNetworks.IsDefault ? [] : operatorNetworks,
        WrittenLiteral = isOperatorAddress ? HostSpelling.PlainAddress(HostSpelling.HostOf(url.OriginalString)) : null,
    };

    /// <summary>Whether the gateway may connect to this address under the rule.</summary>
    internal bool Admits(IPAddress address)
    {
        var plain = AddressTable.Plain(address);
        return AddressTable.AdmissionOf(AddressTable.ClassOf(address)) switch
        {
            Admission.Anyone => true,
            Admission.Operator => IsOperatorAddress || IsListed(plain),
            Admission.Literal => IsOperatorAddress && plain.Equals(WrittenLiteral),
            _ => false,
        };
    }

    private bool IsListed(IPAddress address)
    {
        foreach (var network in OperatorNetworks)
        {
            if (network.Contains(address))
                return true;
        }

        return false;
    }
}
