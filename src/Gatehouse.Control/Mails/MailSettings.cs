using System.Security.Cryptography.X509Certificates;

namespace Gatehouse.Control.Mails;

/// <summary>How a connection to the mail server is kept from being read.</summary>
internal enum MailSecurity : byte
{
    /// <summary>TLS is agreed on first thing after the greeting, or nothing is sent.</summary>
    StartTls = 0,

    /// <summary>TLS from the first byte.</summary>
    Tls,

    /// <summary>Nothing: for a server on this machine alone.</summary>
    None,
}

/// <summary>The mail server that the operator named.</summary>
internal sealed record MailSettings
{
    /// <summary>Name or address.</summary>
    public required string Host { get; init; }

    public required int Port { get; init; }

    public MailSecurity Security { get; init; }

    /// <summary>Null where the server wants nobody's name.</summary>
    public string? User { get; init; }

    /// <summary>Null with <see cref="User"/>.</summary>
    public string? Password { get; init; }

    /// <summary>The address that mail comes from.</summary>
    public required string From { get; init; }

    /// <summary>Roots that the server's certificate may come from beside the machine's own.</summary>
    public X509Certificate2Collection Roots { get; init; } = [];

    /// <inheritdoc/>
    public override string ToString() => $"{Host}:{Port}"; // SECURITY: a record prints its members, and one is a password.
}
