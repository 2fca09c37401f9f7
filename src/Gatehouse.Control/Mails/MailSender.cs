using System.Globalization;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Control.Routes;
using Gatehouse.Gateway.Egress;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Gatehouse.Control.Mails;

/// <summary>Gives one e-mail to the mail server, through the guarded way out.</summary>
internal sealed class MailSender(ControlSettings settings, PeopleAddress people, TimeProvider time)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(20);

    /// <summary>Null once the server took it; else why not, without a word that the server said, and whether there is no use in trying again.</summary>
    public async Task<(string? Problem, bool IsFinal)> SendAsync(Mail mail, MailText text, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_patience);
        try
        {
            await SendAsync(settings.Mail!, Message(settings.Mail!, mail, text), limit.Token);
            return (null, false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return ("the mail server did not answer in time", false);
        }
        catch (SmtpCommandException refused)
        {
            // SPEC: RFC 5321 §4.2.1: 5yz is for good, but only what it says of this mail's receiver is about this mail.
            var code = (int)refused.StatusCode;
            return (
                string.Create(CultureInfo.InvariantCulture, $"the mail server answered {code}"),
                code >= 500 && refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted);
        }
        catch (MailKit.Security.AuthenticationException)
        {
            return ("the mail server does not take the user and password", false);
        }
        catch (EgressRefusedException)
        {
            return ("the mail server's address is not one that the server connects to", false);
        }
        catch (Exception failure) when (failure is SslHandshakeException or System.Security.Authentication.AuthenticationException or NotSupportedException)
        {
            return ("no sound TLS connection to the mail server can be made", false);
        }
        catch (Exception failure) when (failure is IOException or SocketException or ProtocolException or CommandException)
        {
            return ("the mail server cannot be reached", false);
        }
    }

    private async Task SendAsync(MailSettings server, MimeMessage message, CancellationToken cancel)
    {
        var rule = EgressRule.For(
            new Uri(string.Create(CultureInfo.InvariantCulture, $"smtp://{server.Host}:{server.Port}")), isOperatorAddress: true, []);
        await using var stream = await EgressGuard.ConnectAsync(server.Host, server.Port, rule, cancel);
        using var client = new SmtpClient
        {
            // Lists of revoked certificates would be fetched past the guard.
            CheckCertificateRevocation = false,
            SslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            ServerCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(server, certificate, chain, errors),
            LocalDomain = new Uri(people.Public).IdnHost,
            Timeout = (int)_patience.TotalMilliseconds,
        };
        await client.ConnectAsync(stream, server.Host, server.Port, server.Security switch
        {
            MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
            MailSecurity.None => SecureSocketOptions.None,
            _ => SecureSocketOptions.StartTls,
        }, cancel);
        if (server.User is { } user)
        {
            client.AuthenticationMechanisms.Remove("XOAUTH2");
            client.AuthenticationMechanisms.Remove("OAUTHBEARER");
            await client.AuthenticateAsync(user, server.Password ?? "", cancel);
        }

        await client.SendAsync(message, cancel);
        await client.DisconnectAsync(quit: true, cancel);
    }

    private MimeMessage Message(MailSettings server, Mail mail, MailText text)
    {
        var message = new MimeMessage();
        message.From.Add(new MailboxAddress("Gatehouse", server.From));
        message.To.Add(new MailboxAddress(null, mail.Recipient));
        message.Subject = text.Subject;
        message.Date = time.GetUtcNow();
        message.MessageId = $"{mail.Id}@{server.From[(server.From.IndexOf('@', StringComparison.Ordinal) + 1)..]}"; // The same at each try.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Body = new TextPart("plain") { Text = text.Body };
        return message;
    }

    private static bool IsTrusted(MailSettings server, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || server.Roots.Count == 0 || certificate is null)
        {
            return errors == SslPolicyErrors.None;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.AddRange(server.Roots);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.DisableCertificateDownloads = true;
        own.ChainPolicy.ApplicationPolicy.Add(new("1.3.6.1.5.5.7.3.1")); // for servers
        foreach (var between in chain?.ChainElements.Skip(1) ?? [])
        {
            own.ChainPolicy.ExtraStore.Add(between.Certificate);
        }

        return own.Build(new X509Certificate2(certificate));
    }
}
