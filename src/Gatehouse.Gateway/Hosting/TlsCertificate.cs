using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Gatehouse.Gateway.Hosting;

/// <summary>The certificate of the agents' listener with its chain, read again when its files are replaced.</summary>
public sealed class TlsCertificate
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly TlsFiles _files;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private SslStreamCertificateContext _current;
    private ContentStamp _stamp;
    private long _lookedAt;

    private TlsCertificate(TlsFiles files, TimeProvider time, SslStreamCertificateContext first, ContentStamp stamp)
    {
        (_files, _time, _current, _stamp) = (files, time, first, stamp);
        _lookedAt = time.GetTimestamp();
    }

    /// <summary>TLS 1.2 or newer with this certificate.</summary>
    public TlsHandshakeCallbackOptions Options => new()
    {
        OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions
        {
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ApplicationProtocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11],
            ServerCertificateContext = Current(),
        }),
    };

    /// <summary>Reads the files.</summary>
    /// <remarks>Fault: <c>certificate-unusable</c>.</remarks>
    public static (TlsCertificate? Certificate, Fault? Fault) Open(TlsFiles files, TimeProvider time)
    {
        var (context, stamp, problem) = Load(files);
        return context is not null
            ? (new TlsCertificate(files, time, context, stamp), null)
            : (null, new Fault(
                HostingFaults.CertificateUnusable, $"the certificate `{files.Certificate}` with the key `{files.Key}` cannot be used: {problem}",
                "both are PEM: the certificate first and then its chain; the key is not encrypted"));
    }

    /// <summary>What a connection gets that begins now.</summary>
    public SslStreamCertificateContext Current()
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_lookedAt) < Interval)
            {
                return _current;
            }

            _lookedAt = _time.GetTimestamp();
            if (!_stamp.IsStillTrue())
            {
                // Half replaced, it cannot be loaded: the one before serves on, and the files are looked at again in a second.
                var (context, stamp, _) = Load(_files);
                (_current, _stamp) = (context ?? _current, context is null ? _stamp : stamp);
            }

            return _current;
        }
    }

    private static (SslStreamCertificateContext? Context, ContentStamp Stamp, string Problem) Load(TlsFiles files)
    {
        var stamp = new ContentStamp();
        if (stamp.Read(files.Certificate) is not { } certificate)
        {
            return (null, stamp, "the certificate's file cannot be read");
        }

        if (stamp.Read(files.Key) is not { } key)
        {
            return (null, stamp, "the key's file cannot be read");
        }

        try
        {
            var text = System.Text.Encoding.UTF8.GetString(certificate);
            using var pem = X509Certificate2.CreateFromPem(text, System.Text.Encoding.UTF8.GetString(key));
            var chain = new X509Certificate2Collection();
            chain.ImportFromPem(text);
            // Some platforms cannot use an ephemeral key from PEM; going through PKCS #12 gives one that they can.
            var leaf = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            chain.RemoveAt(0);
            return (SslStreamCertificateContext.Create(leaf, chain, offline: true), stamp, "");
        }
        catch (Exception problem) when (problem is CryptographicException or ArgumentException or NotSupportedException)
        {
            return (null, stamp, "they are not a certificate and its key");
        }
    }
}
