using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Gatehouse.Gateway.Hosting;

/// <summary>How every listener that strangers reach reads HTTP.</summary>
public static class HttpRules
{
    /// <summary>Listens at an address by these rules: with TLS where there is a certificate, else in plain HTTP/1.1.</summary>
    /// <param name="kestrel">The web server's options.</param>
    /// <param name="listen">The address; port 0 takes a free one.</param>
    /// <param name="certificate">Null for plain HTTP.</param>
    /// <param name="maxConnections">Most connections at once.</param>
    public static void Listen(this KestrelServerOptions kestrel, IPEndPoint listen, TlsCertificate? certificate, int maxConnections)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.RequestHeaderEncodingSelector = name =>
            string.Equals(name, "Content-Length", StringComparison.OrdinalIgnoreCase) ? DigitsOnly.Instance : null;
        kestrel.Limits.MaxConcurrentConnections = maxConnections;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Listen(listen, options =>
        {
            options.Protocols = certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
            options.Use(LingeringClose.Around);
            if (certificate is not null)
            {
                options.UseHttps(certificate.Options);
            }
        });
    }
}
