using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Gateway.Egress;

/// <summary>Finds the addresses of a host; throws <see cref="SocketException"/> when there are none.</summary>
internal delegate Task<IPAddress[]> HostResolver(string host, CancellationToken cancel);

/// <summary>Resolves, checks every address, and connects to a checked one. Nothing is looked up twice.</summary>
internal sealed class EgressConnector(EgressRule rule, HostResolver resolve)
{
    private const int MaxAddresses = 8;

    /// <summary>Opens one connection; the handler's connect time-out bounds it through <paramref name="cancel"/>.</summary>
    public async ValueTask<Stream> ConnectAsync(DnsEndPoint target, CancellationToken cancel)
    {
        // SECURITY: one forbidden address refuses the whole answer: a name that is public and private at once is an attack.
        var addresses = IPAddress.TryParse(target.Host.Trim('[', ']'), out var literal)
            ? [literal]
            : await resolve(target.Host, cancel).ConfigureAwait(false);
        foreach (var address in addresses)
        {
            if (!rule.Admits(address))
                throw new EgressRefusedException();
        }

        if (addresses.Length == 0)
            throw new SocketException((int)SocketError.HostNotFound);
        return await FirstAsync(addresses, target.Port, cancel).ConfigureAwait(false);
    }

    private async ValueTask<Stream> FirstAsync(IPAddress[] addresses, int port, CancellationToken cancel)
    {
        var count = Math.Min(addresses.Length, MaxAddresses);
        var share = rule.ConnectTimeout / count;
        for (var i = 0; ; i++)
        {
            try
            {
                return await OneAsync(addresses[i], port, count > 1 ? share : null, cancel).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException
                && i + 1 < count && !cancel.IsCancellationRequested)
            {
                // The next address may answer: a host with two families often listens on one.
            }
        }
    }

    private async ValueTask<Stream> OneAsync(IPAddress address, int port, TimeSpan? within, CancellationToken cancel)
    {
        var plain = AddressTable.Plain(address);
        var socket = new Socket(plain.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            using var share = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            if (within is { } time)
                share.CancelAfter(time);
            await socket.ConnectAsync(new IPEndPoint(plain, port), share.Token).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return rule.IsForCalls ? stream : new PoolStream(stream);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
        finally
        {
            if (!rule.IsForCalls)
                await PoolStream.ToPoolAsync();
        }
    }
}
