using System.Net;
using System.Net.Sockets;
using Gatehouse.Cli.Demo;

namespace Gatehouse.Server;

/// <summary>The payments server that the first steps can be taken with: real calls that move nothing.</summary>
internal static class DemoServer
{
    /// <summary>Starts it; null where its address cannot be used: then the first steps do not offer it, and nothing else is missing.</summary>
    public static async Task<PaymentsServer?> StartAsync(IPEndPoint at)
    {
        try
        {
            return await PaymentsServer.StartAsync(CancellationToken.None, at);
        }
        catch (Exception failed) when (failed is IOException or SocketException)
        {
            return null;
        }
    }

    /// <summary>The policy that fits its tools.</summary>
    public static string Policy()
    {
        using var reader = new StreamReader(typeof(DemoServer).Assembly.GetManifestResourceStream("demo-policy.json")!);
        return reader.ReadToEnd();
    }
}
