using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Gateway.Hosting;
using Gatehouse.Gateway.Snapshots;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Gateway.Tests.Hosting;

/// <summary>What a new connection is shown while the files of the certificate are replaced.</summary>
public sealed class TlsCertificateTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gatehouse-tls-").FullName;
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

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

        File.WriteAllText(Path.Combine(_folder, "certificate.pem"), pem);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=first", Shown(certificate));

        File.WriteAllText(Path.Combine(_folder, "key.pem"), key);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=second", Shown(certificate));
    }

    [Fact]
    public void Current_FilesRemoved_StaysAsItWas()
    {
        var certificate = Open();

        File.Delete(Path.Combine(_folder, "certificate.pem"));
        File.Delete(Path.Combine(_folder, "key.pem"));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("CN=first", Shown(certificate));
    }

    private static string Shown(TlsCertificate certificate) => certificate.Current().TargetCertificate.Subject;

    private TlsCertificate Open()
    {
        Write("first");
        var (certificate, fault) = TlsCertificate.Open(
            new TlsFiles(Path.Combine(_folder, "certificate.pem"), Path.Combine(_folder, "key.pem")), _time);
        Assert.True(certificate is not null, fault?.Message);
        return certificate;
    }

    private void Write(string name)
    {
        var (certificate, key) = Pair(name);
        File.WriteAllText(Path.Combine(_folder, "certificate.pem"), certificate);
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key);
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
