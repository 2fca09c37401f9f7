using System.Collections.Immutable;

namespace Gatehouse.Server.Settings;

/// <summary>Every setting of the server. docs/reference/server-settings.md has each.</summary>
internal static class SettingTable
{
    public static readonly Setting Data = new(
        "data", "DIR", "gatehouse-server in the user's data home", "Data folder: databases, journal, keys.");

    public static readonly Setting Listen = new(
        "listen", "ADDRESS:PORT", "127.0.0.1:8080", "Where agents connect.");

    public static readonly Setting People = new(
        "people", "ADDRESS:PORT", "127.0.0.1:8090", "Where people and the API are.");

    public static readonly Setting Management = new(
        "management", "ADDRESS:PORT or none", "127.0.0.1:8091", "Where health and metrics are; loopback only.");

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

    public static readonly Setting Durability = new(
        "durability", "process or power", "process", "What a record survives: the end of the process, or of the power.");

    public static readonly ImmutableArray<Setting> All =
    [
        Data, Listen, People, Management, PublicUrl, AgentsUrl, Certificate, Key, TrustedProxies, Networks, Durability,
    ];
}
