using System.Collections.Immutable;

namespace Gatehouse.Server.Settings;

/// <summary>Every setting of the server. docs/reference/server-settings.md has each.</summary>
internal static class SettingTable
{
    public static readonly Setting Data = new(
        "data", "DIR", "gatehouse-server in the user's data home", "Data folder: databases, journal, keys.");

    public static readonly Setting Database = new(
        "database", "Host=…;Database=…;Username=… or postgresql://…", "files in the data folder",
        "PostgreSQL database for state and index. A password belongs into the variable, or into a file that Passfile names.");

    public static readonly Setting Listen = new(
        "listen", "ADDRESS:PORT", "127.0.0.1:8080", "Where agents connect.");

    public static readonly Setting People = new(
        "people", "ADDRESS:PORT", "127.0.0.1:8090", "Where people and the API are.");

    public static readonly Setting Management = new(
        "management", "ADDRESS:PORT or none", "127.0.0.1:8091", "Where health and metrics are; loopback only.");

    public static readonly Setting Demo = new(
        "demo", "ADDRESS:PORT or none", "127.0.0.1:8092", "Where the demo server of the first steps is; loopback only.");

    public static readonly Setting PublicUrl = new(
        "public_url", "URL", "http:// and the people's address", "How people reach the server: links begin with it, and pages may come from there only.");

    public static readonly Setting AgentsUrl = new(
        "agents_url", "URL", "http:// and the agents' address", "How agents reach the server: client configurations name it.");

    public static readonly Setting Certificate = new(
        "certificate", "FILE", "none: plain HTTP", "PEM certificate with its chain, for both listeners.");

    public static readonly Setting Key = new(
        "key", "FILE", "none", "PEM key of the certificate.");

    public static readonly Setting TrustedProxies = new(
        "trusted_proxies", "ADDRESS,…", "none", "Proxies that end TLS in front; their word about the client's address is believed.");

    public static readonly Setting Networks = new(
        "networks", "CIDR,…", "none", "Networks that are not public, but where servers registered through the API may be.");

    public static readonly Setting ClientDocument = new(
        "client_document", "URL", "oauth/client.json on the people's address", "Document that tells authorization servers who the gateway is, where it is published elsewhere.");

    public static readonly Setting Durability = new(
        "durability", "process or power", "process", "What a record survives: the end of the process, or of the power.");

    public static readonly Setting RecordsTo = new(
        "records_to", "URL", "none", "Collector that is told every call and change by OTLP, for example http://localhost:4318/v1/logs.");

    public static readonly Setting RecordsHeaders = new(
        "records_headers", "NAME=VALUE,…", "none", "Headers for that collector, often its key.", IsSecret: true);

    public static readonly Setting SmtpHost = new(
        "smtp_host", "HOST", "none: no e-mail is sent", "Mail server that e-mail is given to.");

    public static readonly Setting SmtpPort = new(
        "smtp_port", "PORT", "587, or 465 with tls", "Its port.");

    public static readonly Setting SmtpSecurity = new(
        "smtp_security", "starttls, tls or none", "starttls", "How the connection is encrypted; none is for a mail server on this machine alone.");

    public static readonly Setting SmtpUser = new(
        "smtp_user", "NAME", "none: nobody signs in", "Who signs in to the mail server.");

    public static readonly Setting SmtpPasswordFile = new(
        "smtp_password_file", "FILE", "none", "File with the password of that user.");

    public static readonly Setting SmtpPassword = new(
        "smtp_password", "TEXT", "none", "The password itself, where there is no file.", IsSecret: true);

    public static readonly Setting SmtpFrom = new(
        "smtp_from", "ADDRESS", "none; it is needed with smtp_host", "Address that e-mail comes from.");

    public static readonly Setting SmtpCa = new(
        "smtp_ca", "FILE", "none: the machine's roots", "PEM certificates that the mail server's may come from, beside the machine's roots.");

    public static readonly Setting Registration = new(
        "registration", "closed or open", "closed", "Whether strangers may make an account and an organisation of their own; it needs smtp_host.");

    public static readonly Setting OpenIdIssuer = new(
        "openid_issuer", "URL", "none", "Issuer of OpenID Connect that people may sign in by, as it writes itself.");

    public static readonly Setting OpenIdClient = new(
        "openid_client_id", "TEXT", "none; it is needed with openid_issuer", "Who this server is to the issuer.");

    public static readonly Setting OpenIdSecretFile = new(
        "openid_secret_file", "FILE", "none", "File with the secret that the issuer gave it.");

    public static readonly Setting OpenIdSecret = new(
        "openid_secret", "TEXT", "none", "The secret itself, where there is no file.", IsSecret: true);

    public static readonly Setting OpenIdName = new(
        "openid_name", "TEXT", "the issuer's host", "What people call the issuer.");

    public static readonly Setting OpenIdDomains = new(
        "openid_domains", "DOMAIN,…", "all", "Domains of verified addresses that may come in by the issuer.");

    public static readonly Setting OpenIdTrustsEmail = new(
        "openid_trusts_email", "no or yes", "no", "Whether an address that the issuer says it has verified is the person's.");

    public static readonly Setting OpenIdNewcomers = new(
        "openid_newcomers", "none, viewer, approver or policy_manager", "none", "What somebody becomes who was never here; none needs an invitation.");

    public static readonly Setting OpenIdOrganisation = new(
        "openid_organisation", "ID", "the only one", "Organisation that newcomers join.");

    public static readonly Setting DeclaredFile = new(
        "declared_file", "FILE", "none", "A gatehouse.json whose servers, grants and policies hold here and are changed there alone.");

    public static readonly Setting DeclaredOrganisation = new(
        "declared_organisation", "ID", "the only one", "Organisation that the things of declared_file are of.");

    public static readonly Setting CallsKept = new(
        "calls_kept", "DAYS or forever", "forever", "How long records of calls are kept, for example 90d; counts over time stay.");

    public static readonly Setting AuditKept = new(
        "audit_kept", "DAYS or forever", "forever", "How long the audit of changes is kept, for example 400d.");

    public static readonly Setting CatalogueRegistry = new(
        "catalogue_registry", "URL", "https://registry.modelcontextprotocol.io", "Official registry, or a mirror of it, that the catalogue imports servers from.");

    public static readonly Setting CatalogueNpm = new(
        "catalogue_npm", "URL", "https://registry.npmjs.org", "Registry of npm, or a mirror of it, that the catalogue asks for packages.");

    public static readonly Setting CatalogueNuGet = new(
        "catalogue_nuget", "URL", "https://api.nuget.org/v3/index.json", "Service index of NuGet, or of a mirror, whose packages the catalogue asks for.");

    public static readonly Setting CatalogueOrganisation = new(
        "catalogue_organisation", "ID", "the first one", "Organisation whose admins fill the catalogue and read what people write to its operator.");

    public static readonly ImmutableArray<Setting> All =
    [
        Data, Database, Listen, People, Management, Demo, PublicUrl, AgentsUrl, Certificate, Key, TrustedProxies, Networks,
        ClientDocument, Durability,
        CallsKept, AuditKept, RecordsTo, RecordsHeaders, DeclaredFile, DeclaredOrganisation,
        SmtpHost, SmtpPort, SmtpSecurity, SmtpUser, SmtpPasswordFile, SmtpPassword, SmtpFrom, SmtpCa, Registration,
        OpenIdIssuer, OpenIdClient, OpenIdSecretFile, OpenIdSecret, OpenIdName, OpenIdDomains, OpenIdTrustsEmail, OpenIdNewcomers,
        OpenIdOrganisation, CatalogueRegistry, CatalogueNpm, CatalogueNuGet, CatalogueOrganisation,
    ];
}
