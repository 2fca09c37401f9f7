using System.Net;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Snapshots;
using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy;

namespace Gatehouse.Control.Servers;

/// <summary>Which addresses may be saved. What a name has later is checked again on each connection.</summary>
internal sealed class ServerAddress(PlaneSettings settings)
{
    private const int Longest = 2048;
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    /// <summary>How the gateway connects to a server that people registered.</summary>
    public EgressRule RuleFor(Uri url) => EgressRule.For(url, isOperatorAddress: url == settings.Demo, settings.OperatorNetworks);

    /// <summary>Whether an address is in a network that the operator opened.</summary>
    public bool IsOperators(IPAddress address) => settings.OperatorNetworks.Any(network => network.Contains(address));

    /// <summary>Null for an address that may be saved.</summary>
    /// <remarks>Faults: <c>url-invalid</c>, <c>address-refused</c>.</remarks>
    public async ValueTask<Fault?> RefuseAsync(string text, CancellationToken cancel)
    {
        if (text.Length > Longest || ServerReading.Url(text) is not { } url)
        {
            return new Fault(
                EgressFaults.UrlInvalid, "`url` is not an address of a server",
                "write it like `https://mcp.example.com/mcp`; credentials are saved as secrets");
        }

        var rule = RuleFor(url);
        if (EgressGuard.Check(text, rule) is { } unsound && unsound.Code == EgressFaults.UrlInvalid)
        {
            return unsound;
        }

        var host = url.IdnHost.Trim('[', ']');
        return await RefusedAsync(url, rule, cancel) is not { } address ? null
            : new Fault(
                EgressFaults.AddressRefused,
                IPAddress.TryParse(host, out _)
                    ? $"`{address}` is not a public address"
                    : $"`{ControlFaults.Shown(host)}` resolves to `{address}`, which is not a public address",
                "use a public address, or have the operator open its network");
    }

    // A name server that does not answer tells nothing against the name: it is checked again on each connection.
    private static async Task<IPAddress?> RefusedAsync(Uri url, EgressRule rule, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_patience);
        try
        {
            return await EgressGuard.RefusedAddressAsync(url, rule, limit.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}
