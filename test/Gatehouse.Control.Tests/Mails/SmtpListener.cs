using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Gatehouse.Control.Tests.Mails;

/// <summary>What a mail server took.</summary>
/// <param name="From">Of the envelope.</param>
/// <param name="To">Of the envelope.</param>
/// <param name="Text">Headers and body, as they came.</param>
/// <param name="WasEncrypted">Whether it came over TLS.</param>
/// <param name="User">Who had signed in.</param>
internal sealed record TakenMail(string From, string To, string Text, bool WasEncrypted, string? User)
{
    /// <summary>The one link in it.</summary>
    public string Link => Text.Replace("=\r\n", "", StringComparison.Ordinal).Split(['\r', '\n'])
        .Select(line => line.Replace("=3D", "=", StringComparison.Ordinal)).Single(line => line.StartsWith("http", StringComparison.Ordinal));
}

/// <summary>A small mail server on a loopback socket: SMTP with STARTTLS and PLAIN.</summary>
internal sealed class SmtpListener : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2 _certificate = MakeCertificate();
    private readonly Task _loop;

    public SmtpListener()
    {
        _listener.Start();
        _loop = Task.Run(AcceptAsync);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The certificate, as somebody who trusts it needs it.</summary>
    public X509Certificate2 Certificate => X509CertificateLoader.LoadCertificate(_certificate.RawData);

    public ConcurrentQueue<TakenMail> Taken { get; } = new();

    /// <summary>How often somebody connected.</summary>
    public int Connections { get; private set; }

    public bool OffersTls { get; set; }

    /// <summary>User and password that are taken; null where nobody need sign in.</summary>
    public (string User, string Password)? Account { get; set; }

    /// <summary>What it says to a receiver.</summary>
    public Func<string, string> ReceiverReply { get; set; } = static _ => "250 ok";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _certificate.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Connections++;
                await TalkAsync(client.GetStream());
            }
            catch (Exception over) when (over is IOException or OperationCanceledException or SocketException
                or System.Security.Authentication.AuthenticationException)
            {
                // The next one.
            }
        }
    }

    private async Task TalkAsync(Stream stream)
    {
        var (isEncrypted, user, from, to) = (false, (string?)null, "", "");
        await SayAsync(stream, "220 mail.test ESMTP");
        while (await LineAsync(stream) is { } line)
        {
            switch (line.Split(' ')[0].ToUpperInvariant())
            {
                case "EHLO":
                    await SayAsync(stream, "250-mail.test" + (OffersTls && !isEncrypted ? "\r\n250-STARTTLS" : "")
                        + (Account is null ? "" : "\r\n250-AUTH PLAIN") + "\r\n250 8BITMIME");
                    break;
                case "STARTTLS":
                    await SayAsync(stream, "220 go on");
                    var tls = new SslStream(stream);
                    await tls.AuthenticateAsServerAsync(_certificate);
                    (stream, isEncrypted) = (tls, true);
                    break;
                case "AUTH":
                    var parts = Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[2])).Split('\0');
                    user = Account is { } account && parts[1] == account.User && parts[2] == account.Password ? parts[1] : null;
                    await SayAsync(stream, user is null ? "535 no" : "235 welcome");
                    break;
                case "MAIL":
                    from = Between(line);
                    await SayAsync(stream, Account is not null && user is null ? "530 sign in first" : "250 ok");
                    break;
                case "RCPT":
                    to = Between(line);
                    await SayAsync(stream, ReceiverReply(to));
                    break;
                case "DATA":
                    await SayAsync(stream, "354 go on");
                    var text = new StringBuilder();
                    while (await LineAsync(stream) is { } data && data != ".")
                    {
                        text.Append(data.StartsWith('.') ? data[1..] : data).Append("\r\n");
                    }

                    Taken.Enqueue(new TakenMail(from, to, text.ToString(), isEncrypted, user));
                    await SayAsync(stream, "250 taken");
                    break;
                case "QUIT":
                    await SayAsync(stream, "221 bye");
                    return;
                default:
                    await SayAsync(stream, "250 ok");
                    break;
            }
        }
    }

    private async Task<string?> LineAsync(Stream stream)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await stream.ReadAsync(one, _stop.Token) == 1)
        {
            if (one[0] == '\n')
            {
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.Add(one[0]);
        }

        return null;
    }

    private async Task SayAsync(Stream stream, string text) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text + "\r\n"), _stop.Token);

    private static string Between(string line) => line.Split('<')[1].Split('>')[0];

    private static X509Certificate2 MakeCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], critical: false));
        var now = TimeProvider.System.GetUtcNow();
        using var made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pkcs12), null);
    }
}
