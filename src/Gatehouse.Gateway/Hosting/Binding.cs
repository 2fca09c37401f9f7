using System.Net;
using System.Net.Sockets;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Builder;

namespace Gatehouse.Gateway.Hosting;

/// <summary>Starts listening, or says in one sentence why that cannot be.</summary>
public static class Binding
{
    /// <summary>Starts the application's listeners.</summary>
    /// <remarks>Fault: <c>address-unusable</c>.</remarks>
    public static async Task<Fault?> StartAsync(WebApplication app, IPEndPoint address, CancellationToken cancel)
    {
        try
        {
            await app.StartAsync(cancel);
            return null;
        }
        catch (Exception problem) when (problem is IOException or SocketException)
        {
            var why = Reason(problem) switch
            {
                SocketError.AddressAlreadyInUse => "it is in use by another process",
                SocketError.AccessDenied => "this user may not",
                SocketError.AddressNotAvailable => "it is not an address of this machine",
                null => "it is in use by another process",
                var other => $"{other}",
            };
            return new Fault(HostingFaults.AddressUnusable, $"cannot listen on `{address}`: {why}", "choose another address or port in the configuration");
        }
    }

    private static SocketError? Reason(Exception? problem)
    {
        while (problem is not null and not SocketException)
        {
            problem = problem.InnerException;
        }

        return (problem as SocketException)?.SocketErrorCode;
    }
}
