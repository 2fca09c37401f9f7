using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Json;
using Gatehouse.Policy.Language.Reading;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Reads <c>gatehouse.json</c>: strict JSON, every problem at once with its place.</summary>
internal sealed class ConfigReading(FindingSink sink, string folder, SecretReferences references, DateTimeOffset now)
{
    private readonly ValueReading _values = new(sink);

    /// <summary>The configuration, or null where an error was found.</summary>
    public GatewayConfig? Read(JsonValue root)
    {
        if (Fields.Of(root, ConfigShapes.Document, sink) is not { } fields)
        {
            return null;
        }

        _values.Plain(fields["$schema"]);
        var servers = new ServerReading(sink, _values, this, references);
        var grants = new GrantReading(sink, _values, this, now);
        var read = new GatewayConfig
        {
            Settings = Settings(fields),
            Servers = servers.ReadAll(fields["servers"]),
            Grants = grants.ReadAll(fields["grants"], fields["servers"]),
            Baseline = Policy(fields["policy"]),
            Organisation = fields["organisation"] is { } value && Fields.Of(value, ConfigShapes.Organisation, sink) is { } organisation
                ? new OrganisationConfig(_values.Flag(organisation["owners_may_approve"]), _values.Flag(organisation["widening_needs_second"]))
                : new OrganisationConfig(null, null),
        };
        read = Listeners(fields, read);
        return sink.HasErrors ? null : read;
    }

    /// <summary>A policy's file, relative to the configuration's folder.</summary>
    public PolicyFile? Policy(JsonValue? value) =>
        _values.Text(value, 1024) is { } name ? new PolicyFile(name, Absolute(name)) : null;

    /// <summary>A path, relative to the configuration's folder.</summary>
    /// <remarks>No file's name has a NUL in it; with another character it is a file that cannot be read.</remarks>
    public string Absolute(string path) => Path.GetFullPath(path.Replace('\0', '\uFFFD'), folder);

    /// <summary>The members of an object whose names are the user's own.</summary>
    public IReadOnlyList<JsonMember> Members(JsonValue? value)
    {
        if (value is null || value.Kind == System.Text.Json.JsonValueKind.Object)
        {
            return value?.Members ?? [];
        }

        sink.Add(FindingCode.TypeWrong, value, $"this is {value.What} and must be an object", "write { … }");
        return [];
    }

    private GatewaySettings Settings(Fields fields)
    {
        var settings = new GatewaySettings
        {
            Hosts = _values.Items(fields["hosts"], 1000).Select(Host).OfType<string>().ToFrozenSet(StringComparer.Ordinal),
            Origins = _values.Items(fields["origins"], 1000).Select(Origin).OfType<string>().ToFrozenSet(StringComparer.Ordinal),
            TrustedProxies = _values.Items(fields["trusted_proxies"], 100).Select(Proxy).OfType<IPAddress>().ToFrozenSet(),
            ApprovalUrl = _values.Text(fields["approval_url"], 2048),
        };
        return fields["sizes"] is { } value && Fields.Of(value, ConfigShapes.Sizes, sink) is { } sizes
            ? settings with
            {
                MaxBodyBytes = (int?)_values.Whole(sizes["body_bytes"], 1024, 256 * 1024 * 1024) ?? settings.MaxBodyBytes,
                MaxRequestsPerGrant = (int?)_values.Whole(sizes["requests_per_grant"], 1, 1_000_000) ?? settings.MaxRequestsPerGrant,
                BodyTimeout = _values.Duration(sizes["body_timeout"], "1s", "1h") ?? settings.BodyTimeout,
            }
            : settings;
    }

    private GatewayConfig Listeners(Fields fields, GatewayConfig read)
    {
        var sizes = fields["sizes"] is { Kind: System.Text.Json.JsonValueKind.Object } value ? Fields.Of(value, ConfigShapes.Sizes, new FindingSink()) : null;
        var tls = fields["tls"] is { } tlsValue && Fields.Of(tlsValue, ConfigShapes.Tls, sink) is { } pair ? Tls(pair) : null;
        var config = read with
        {
            Listen = Address(fields["listen"]) ?? read.Listen,
            Management = Address(fields["management"]),
            Tls = tls,
            DataFolder = _values.Text(fields["data"], 1024) is { } data ? Absolute(data) : null,
            SurvivesPowerLoss = _values.Word(fields["durability"], _durabilities) ?? false,
            MaxConnections = (int?)_values.Whole(sizes?["connections"], 1, 1_000_000) ?? read.MaxConnections,
            Drain = _values.Duration(sizes?["drain"], "0s", "10m") ?? read.Drain,
        };
        if (config.Management is { } management && !IPAddress.IsLoopback(management.Address))
        {
            sink.Add(ConfigFindings.ManagementNotLoopback, fields["management"]!, "health and metrics are for this machine alone", "write \"127.0.0.1:PORT\"");
        }

        if (!IPAddress.IsLoopback(config.Listen.Address) && config.Tls is null && config.Settings.TrustedProxies.Count == 0)
        {
            sink.Add(
                ConfigFindings.TlsMissing, fields["listen"]!, "agents on other machines would send their tokens in the clear",
                "add \"tls\", or \"trusted_proxies\" with the address of the proxy that ends TLS, or listen on 127.0.0.1");
        }

        return config;
    }

    private TlsFiles? Tls(Fields pair)
    {
        var (certificate, key) = (_values.Text(pair["certificate"], 1024), _values.Text(pair["key"], 1024));
        return certificate is null || key is null ? null : new TlsFiles(Absolute(certificate), Absolute(key));
    }

    private IPEndPoint? Address(JsonValue? value)
    {
        if (_values.Text(value, 64) is not { } text)
        {
            return null;
        }

        var plain = text.StartsWith("localhost:", StringComparison.Ordinal) ? "127.0.0.1" + text["localhost".Length..] : text;
        if (IPEndPoint.TryParse(plain, out var address) && plain.Contains(':', StringComparison.Ordinal)
            && string.Equals(address.ToString(), plain, StringComparison.Ordinal))
        {
            return address;
        }

        sink.Add(ConfigFindings.AddressInvalid, value!, $"{Quote.Text(text)} is not an address and a port", "write it like \"127.0.0.1:8080\"");
        return null;
    }

    private IPAddress? Proxy(JsonValue value)
    {
        if (_values.Text(value, 64) is { } text && !IPAddress.TryParse(text, out _))
        {
            sink.Add(ConfigFindings.AddressInvalid, value, $"{Quote.Text(text)} is not an IP address");
        }

        return IPAddress.TryParse(value.Text, out var address) ? address : null;
    }

    private string? Host(JsonValue value)
    {
        if (_values.Text(value, 253) is { } text && (Uri.CheckHostName(text) == UriHostNameType.Unknown
            || !string.Equals(text, text.ToLowerInvariant(), StringComparison.Ordinal)))
        {
            sink.Add(ConfigFindings.HostInvalid, value, $"{Quote.Text(text)} is not a host name in lower case without port");
        }

        return value.Text;
    }

    private string? Origin(JsonValue value)
    {
        if (_values.Text(value, 300) is { } text && (!Uri.TryCreate(text, UriKind.Absolute, out var uri)
            || !string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.Ordinal)))
        {
            sink.Add(ConfigFindings.HostInvalid, value, $"{Quote.Text(text)} is not an origin", "write it like \"https://app.example.com\", without a path");
        }

        return value.Text;
    }

    private static readonly Words<bool> _durabilities = new("durability", [("process", false), ("power", true)]);
}
