using System.Collections.Immutable;
using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>What can be wrong with a configuration beside what can be wrong with any JSON of ours.</summary>
/// <remarks>Each has its line in docs/reference/findings.md.</remarks>
internal static class ConfigFindings
{
    public static readonly FindingCode ServerIdInvalid =
        Error("server-id-invalid", "A server's id is not 1 to 64 of `a-z 0-9 -`: it is part of the address and of no tool's name.");

    public static readonly FindingCode ServerWayInvalid =
        Error("server-way-invalid", "A server has not exactly one of `url` and `command`, or a member of the other way.");

    public static readonly FindingCode UrlInvalid =
        Error("url-invalid", "An address is not plain http or https, or carries user info or a fragment.");

    public static readonly FindingCode HeaderInvalid =
        Error("header-invalid", "A header's name is no token, its value is not visible ASCII, or it is one that the gateway sends itself.");

    public static readonly FindingCode RedactionInvalid =
        Error("redaction-invalid", "An entry of `redact` is no name, no path into the arguments, or no pattern that can be used.");

    public static readonly FindingCode SecretMissing =
        Error("secret-missing", "A `${env:…}` or `${file:…}` reference is empty, absent or cannot be read.");

    public static readonly FindingCode SecretLiteral =
        Error("secret-literal", "A header that carries a secret has its value written out instead of a reference.");

    public static readonly FindingCode ReferenceInvalid =
        Error("reference-invalid", "A `${…}` is neither `${env:NAME}` nor `${file:/path}`.");

    public static readonly FindingCode AddressInvalid =
        Error("address-invalid", "A listen address is not `ADDRESS:PORT` with a plain IP address or `localhost`.");

    public static readonly FindingCode ManagementNotLoopback =
        Error("management-not-loopback", "The management listener is not on a loopback address.");

    public static readonly FindingCode TlsMissing =
        Error("tls-missing", "The agents' listener is not on a loopback address and has neither `tls` nor `trusted_proxies`.");

    public static readonly FindingCode HostInvalid =
        Error("host-invalid", "A host or origin is not spelled as clients send it.");

    public static readonly FindingCode GrantIdRepeated = Error("grant-id-repeated", "Two grants have the same id.");

    public static readonly FindingCode TokenHashInvalid =
        Error("token-hash-invalid", "A `token_sha256` is not 64 hex digits, or two grants have the same one.");

    public static readonly FindingCode ServerUnknown = Error("server-unknown", "A grant names a server that is not configured.");

    public static readonly FindingCode TimeInvalid = Error("time-invalid", "A time is not RFC 3339.");

    public static readonly FindingCode FileUnreadable = Error("file-unreadable", "A file that is named here cannot be read.");

    public static readonly FindingCode PolicyMissing =
        Confirm("policy-missing", "A grant has no policy: every call of it is denied.");

    public static readonly FindingCode GrantExpired = Confirm("grant-expired", "A grant has expired.");

    /// <summary>All of them.</summary>
    public static readonly ImmutableArray<FindingCode> All =
    [
        ServerIdInvalid, ServerWayInvalid, UrlInvalid, HeaderInvalid, RedactionInvalid, SecretMissing, SecretLiteral, ReferenceInvalid,
        AddressInvalid, ManagementNotLoopback, TlsMissing, HostInvalid, GrantIdRepeated, TokenHashInvalid, ServerUnknown, TimeInvalid,
        FileUnreadable, PolicyMissing, GrantExpired,
    ];

    private static FindingCode Error(string word, string explanation) => new(word, FindingSeverity.Error, explanation);

    private static FindingCode Confirm(string word, string explanation) => new(word, FindingSeverity.Confirmation, explanation);
}
