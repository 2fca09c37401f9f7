using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Gateway.Snapshots;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gatehouse.Cli.Hosting;

/// <summary>The certificate of the agents' listener, read again when its files are replaced.</summary>
internal sealed class TlsCertificate
{
    private readonly TlsFiles _files;
    private readonly Lock _gate = new();
    private X509Certificate2 _current;
    private (DateTime, DateTime) _stamp;
    private long _lookedAt;

    public TlsCertificate(TlsFiles files)
    {
        _files = files;
        _stamp = Stamp();
        _current = Load();
        _lookedAt = TimeProvider.System.GetTimestamp();
    }

    /// <summary>TLS 1.2 or newer with this certificate.</summary>
    public HttpsConnectionAdapterOptions Options => new()
    {
        SslProtocols = System.Security.Authentication.SslProtocols.Tls12 | System.Security.Authentication.SslProtocols.Tls13,
        ServerCertificateSelector = (_, _) => Current(),
    };

    private X509Certificate2 Current()
    {
        lock (_gate)
        {
            if (TimeProvider.System.GetElapsedTime(_lookedAt) < TimeSpan.FromSeconds(1))
            {
                return _current;
            }

            _lookedAt = TimeProvider.System.GetTimestamp();
            if (Stamp() is var stamp && stamp != _stamp)
            {
                try
                {
                    (_current, _stamp) = (Load(), stamp);
                }
                catch (Exception problem) when (problem is CryptographicException or IOException)
                {
                    // Half replaced: the one before serves on, and the files are looked at again in a second.
                    return _current;
                }
            }

            return _current;
        }
    }

    // Some platforms cannot use an ephemeral key from PEM; going through PKCS #12 gives one that they can.
    private X509Certificate2 Load()
    {
        using var pem = X509Certificate2.CreateFromPemFile(_files.Certificate, _files.Key);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    private (DateTime, DateTime) Stamp() => (File.GetLastWriteTimeUtc(_files.Certificate), File.GetLastWriteTimeUtc(_files.Key));
}
