using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Gatehouse.Control.Mails;
using Gatehouse.Control.People;

namespace Gatehouse.Server.Settings;

/// <summary>The settings of the mail server.</summary>
internal static class MailReading
{
    private static readonly Setting[] _rest =
    [
        SettingTable.SmtpPort, SettingTable.SmtpUser, SettingTable.SmtpPasswordFile, SettingTable.SmtpPassword, SettingTable.SmtpFrom,
        SettingTable.SmtpCa,
    ];

    /// <summary>Null where no mail server is named, and where something is wrong.</summary>
    public static MailSettings? Read(SettingReading reading)
    {
        var host = reading.Text(SettingTable.SmtpHost);
        var security = reading.Word(SettingTable.SmtpSecurity, "starttls", "tls", "none");
        if (host is null)
        {
            foreach (var setting in _rest.Where(setting => reading.Text(setting) is not null))
            {
                reading.Add(setting, "is set, and `smtp_host` is not", $"write {SettingTable.SmtpHost.Form} as `smtp_host`");
            }

            return null;
        }

        if (Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            return reading.Refuse<MailSettings>(SettingTable.SmtpHost, "is not the name or address of a host");
        }

        // SECURITY: mails have links that open accounts, and sooner or later a password is set.
        if (security == "none" && !IsHere(host))
        {
            reading.Add(SettingTable.SmtpSecurity, "is `none`, and the mail server is not on this machine", "write starttls or tls");
        }

        var (user, password) = (reading.Text(SettingTable.SmtpUser), SecretReading.Read(reading, SettingTable.SmtpPasswordFile, SettingTable.SmtpPassword));
        if (user is null != password is null)
        {
            reading.Add(SettingTable.SmtpUser, "and a password are set together or not at all", "set both, or neither");
        }

        var from = reading.Text(SettingTable.SmtpFrom);
        if (from is null || EmailAddress.Invalid(from) is not null)
        {
            return reading.Refuse<MailSettings>(SettingTable.SmtpFrom, "is not an e-mail address");
        }

        return new MailSettings
        {
            Host = host,
            Port = Port(reading) ?? (security == "tls" ? 465 : 587),
            Security = security switch { "tls" => MailSecurity.Tls, "none" => MailSecurity.None, _ => MailSecurity.StartTls },
            User = user,
            Password = password,
            From = from,
            Roots = Roots(reading),
        };
    }

    private static int? Port(SettingReading reading)
    {
        if (reading.Text(SettingTable.SmtpPort) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= IPEndPoint.MaxPort)
        {
            return port;
        }

        reading.Add(SettingTable.SmtpPort, "is not a port", "write a number from 1 to 65535");
        return null;
    }

    private static X509Certificate2Collection Roots(SettingReading reading)
    {
        var roots = new X509Certificate2Collection();
        if (reading.File(SettingTable.SmtpCa) is not { } file)
        {
            return roots;
        }

        try
        {
            roots.ImportFromPemFile(file);
        }
        catch (Exception problem) when (problem is CryptographicException or IOException or UnauthorizedAccessException)
        {
            roots.Clear();
        }

        if (roots.Count == 0)
        {
            reading.Add(SettingTable.SmtpCa, "is not a file with PEM certificates", $"write {SettingTable.SmtpCa.Form}");
        }

        return roots;
    }

    private static bool IsHere(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
