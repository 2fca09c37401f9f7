using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Cli.Hosting;
using Gatehouse.Gateway.Snapshots;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Cli.Tests.Hosting;

/// <summary>What a new connection is shown while the files of the certificate are replaced.</summary>
public sealed class TlsCertificateTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Current_BothFilesReplaced_IsTheNewPairASecondLater()
    {
        var certificate = Open();
        Assert.Equal("CN=first", Shown(certificate));

        Write("second");
        Assert.Equal("CN=first", Shown(certificate));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("CN=second", Shown(certificate));
    }

    [Fact]
    public void Current_OneFileReplaced_StaysUntilTheOtherIsToo()
    {
        var certificate = Open();
        var (pem, key) = Pair("second");

        _folder.Write("certificate.pem", pem);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=first", Shown(certificate));

        _folder.Write("key.pem", key);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=second", Shown(certificate));
    }

    [Fact]
    public void Current_FilesRemoved_StaysAsItWas()
    {
        var certificate = Open();

        File.Delete(Path.Combine(_folder.Path, "certificate.pem"));
        File.Delete(Path.Combine(_folder.Path, "key.pem"));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("CN=first", Shown(certificate));
    }

    private static string Shown(TlsCertificate certificate) => certificate.Current().TargetCertificate.Subject;

    private TlsCertificate Open()
    {
        Write("first");
        var (certificate, fault) = TlsCertificate.Open(
            new TlsFiles(Path.Combine(_folder.Path, "certificate.pem"), Path.Combine(_folder.Path, "key.pem")), _time);
        Assert.True(certificate is not null, fault?.Message);
        return certificate;
    }

    private void Write(string name)
    {
        var (certificate, key) = Pair(name);
        _folder.Write("certificate.pem", certificate);
        _folder.Write("key.pem", key);
    }

    private static (string Certificate, string Key) Pair(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=" + name, key, HashAlgorithmName.SHA256);
        using var made = request.CreateSelfSigned(
            DateTimeOffset.UnixEpoch, new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));
        return (made.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem());
    }
}
