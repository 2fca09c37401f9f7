using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Ledger.Dialects.Postgres;
using Gatehouse.Control.Declared;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;

namespace Gatehouse.Server.Settings;

/// <summary>Sources → settings. Every problem is named at once; with one of them nothing starts.</summary>
internal sealed class SettingReading
{
    private const int MostDays = 36_500;

    private readonly List<Fault> _faults = [];
    private readonly SettingSources _sources;

    private SettingReading(IReadOnlyList<string> args, Func<string, string?> variable) =>
        _sources = SettingSources.Read(args, variable, _faults);

    /// <summary>The settings, or what is wrong with them.</summary>
    /// <remarks>Fault: <c>setting-invalid</c>.</remarks>
    public static (ServerSettings? Settings, IReadOnlyList<Fault> Faults) Read(IReadOnlyList<string> args, Func<string, string?> variable)
    {
        var reading = new SettingReading(args, variable);
        var settings = reading.Read(variable);
        return reading._faults.Count == 0 ? (settings, []) : (null, reading._faults);
    }

    private ServerSettings Read(Func<string, string?> variable)
    {
        var listen = Address(SettingTable.Listen) ?? new(IPAddress.Loopback, 8080);
        var people = Address(SettingTable.People) ?? new(IPAddress.Loopback, 8090);
        var tls = Tls();
        var scheme = tls is null ? "http" : "https";
        var settings = new ServerSettings
        {
            Data = File(SettingTable.Data) ?? DefaultData(),
            Database = Database(),
            Listen = listen,
            People = people,
            Management = Loopback(SettingTable.Management, 8091),
            Demo = Loopback(SettingTable.Demo, 8092),
            PublicUrl = Origin(SettingTable.PublicUrl) ?? $"{scheme}://{people}",
            AgentsUrl = Origin(SettingTable.AgentsUrl) ?? $"{scheme}://{listen}",
            Tls = tls,
            TrustedProxies = List(SettingTable.TrustedProxies, text => IPAddress.TryParse(text, out var address) ? address : null),
            Networks = [.. List(SettingTable.Networks, text => IPNetwork.TryParse(text, out var network) ? (object)network : null).Cast<IPNetwork>()],
            ClientDocument = _sources.Find(SettingTable.ClientDocument) is not { } document ? null
                : Uri.TryCreate(document.Text, UriKind.Absolute, out var published) && published.Scheme == "https" ? document.Text
                : Refuse<string>(SettingTable.ClientDocument, "is not an https address"),
            CallsKept = Days(SettingTable.CallsKept),
            AuditKept = Days(SettingTable.AuditKept),
            RecordsTo = CollectorReading.Read(this),
            Declared = Declared(variable),
            SurvivesPowerLoss = Word(SettingTable.Durability, "process", "power") == "power",
            Mail = MailReading.Read(this),
            OpenId = OpenIdReading.Read(this),
            Catalogue = CatalogueSources.Read(this),
            IsRegistrationOpen = Word(SettingTable.Registration, "closed", "open") == "open",
        };
        if (settings.IsRegistrationOpen && Text(SettingTable.SmtpHost) is null)
        {
            Add(SettingTable.Registration, "needs `smtp_host`, because new accounts are confirmed by e-mail", "set `smtp_host` and `smtp_from`");
        }

        Clear(SettingTable.Listen, listen, "agents", settings);
        Clear(SettingTable.People, people, "people", settings);
        return settings;
    }

    // SECURITY: passwords and tokens do not cross a network in the clear.
    private void Clear(Setting setting, IPEndPoint endpoint, string who, ServerSettings settings)
    {
        if (!IPAddress.IsLoopback(endpoint.Address) && settings.Tls is null && settings.TrustedProxies.IsEmpty)
        {
            Add(setting, $"is not a loopback address, so {who} on other machines would send their secrets in the clear",
                "set `certificate` and `key`, or `trusted_proxies` with the address of the proxy that ends TLS");
        }
    }

    private IPEndPoint? Address(Setting setting) => _sources.Find(setting) is not { } written ? null
        : Parse(written.Text) ?? Refuse<IPEndPoint>(setting, "is not an address with a port");

    // Listeners that only this machine may reach, or that are not wanted.
    private IPEndPoint? Loopback(Setting setting, int port)
    {
        if (_sources.Find(setting) is { Text: "none" })
        {
            return null;
        }

        var endpoint = Address(setting) ?? new(IPAddress.Loopback, port);
        return IPAddress.IsLoopback(endpoint.Address) ? endpoint : Refuse<IPEndPoint>(setting, "is not a loopback address");
    }

    private string? Origin(Setting setting) => _sources.Find(setting) is not { } written ? null
        : Uri.TryCreate(written.Text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url is { AbsolutePath: "/", Query: "", Fragment: "", UserInfo: "" }
                ? url.GetLeftPart(UriPartial.Authority)
                : Refuse<string>(setting, "is not scheme, host and port of an address, without a path");

    /// <summary>What was written for a setting; null for nothing.</summary>
    public string? Text(Setting setting) => _sources.Find(setting)?.Text;

    /// <summary>The absolute path that a setting names.</summary>
    public string? File(Setting setting) => _sources.Find(setting) is not { } written ? null
        : written.Text.Contains('\0', StringComparison.Ordinal)
            ? Refuse<string>(setting, "is not a path")
            : Path.GetFullPath(written.Text, written.Place.Contains(" in ", StringComparison.Ordinal)
                ? _sources.FileFolder!
                : Environment.CurrentDirectory);

    // SECURITY: neither message holds the text, which may have a password in it.
    private PostgresDatabase? Database()
    {
        if (_sources.Find(SettingTable.Database) is not { } written)
        {
            return null;
        }

        if (written.Place != SettingTable.Database.Variable && PostgresDatabase.HasPassword(written.Text))
        {
            Add(SettingTable.Database, "has a password, which is taken from the variable alone",
                $"set {SettingTable.Database.Variable}, or leave the password to a file that `Passfile` names");
            return null;
        }

        var (database, fault) = PostgresDatabase.Read(written.Text);
        if (fault is not null)
        {
            Add(SettingTable.Database, fault.Message, fault.Help ?? "");
        }

        return database;
    }

    private DeclaredFile? Declared(Func<string, string?> variable)
    {
        if (File(SettingTable.DeclaredFile) is not { } path)
        {
            return null;
        }

        var (file, findings) = DeclaredFile.Open(path, Text(SettingTable.DeclaredOrganisation), variable, TimeProvider.System);
        foreach (var finding in file is null ? findings.Where(found => found.Finding.Severity == FindingSeverity.Error) : [])
        {
            Add(SettingTable.DeclaredFile, $"names a file that cannot be used: {finding}", finding.Finding.Hint ?? "");
        }

        return file;
    }

    private TlsFiles? Tls() => (File(SettingTable.Certificate), File(SettingTable.Key)) switch
    {
        (null, null) => null,
        ({ } certificate, { } key) => new TlsFiles(certificate, key),
        (null, _) => Refuse<TlsFiles>(SettingTable.Key, "is set, and `certificate` is not"),
        (_, null) => Refuse<TlsFiles>(SettingTable.Certificate, "is set, and `key` is not"),
    };

    private ImmutableArray<T> List<T>(Setting setting, Func<string, T?> parse)
        where T : class
    {
        var items = ImmutableArray.CreateBuilder<T>();
        foreach (var text in (_sources.Find(setting)?.Text ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if ((parse(text) ?? Refuse<T>(setting, $"has `{text}`, which cannot be used")) is { } item)
            {
                items.Add(item);
            }
        }

        return items.ToImmutable();
    }

    /// <summary>One of some words; the first where nothing was written.</summary>
    public string Word(Setting setting, params string[] words) => _sources.Find(setting) is not { } written ? words[0]
        : words.Contains(written.Text, StringComparer.Ordinal) ? written.Text
        : Refuse<string>(setting, $"is none of {string.Join(", ", words)}") ?? words[0];

    /// <summary>Says that a setting cannot be used.</summary>
    public T? Refuse<T>(Setting setting, string why)
        where T : class
    {
        Add(setting, why, $"write {setting.Form}");
        return null;
    }

    /// <summary>Says why a setting cannot be used, and what would help.</summary>
    public void Add(Setting setting, string why, string help) => _faults.Add(new Fault(
        ServerFaults.SettingInvalid, $"`{_sources.Find(setting)?.Place ?? setting.Name}` {why}", help));

    // A day at least: what is pruned is gone, and a slip of the pen should not be the end of a record.
    private TimeSpan? Days(Setting setting)
    {
        if (_sources.Find(setting) is not { } written || written.Text == "forever")
        {
            return null;
        }

        if (written.Text is [.., 'd'] && int.TryParse(written.Text.AsSpan()[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var days)
            && days is >= 1 and <= MostDays)
        {
            return TimeSpan.FromDays(days);
        }

        Add(setting, $"is not 1d to {MostDays}d", $"write {setting.Form}, like 90d");
        return null;
    }

    private static IPEndPoint? Parse(string text)
    {
        var plain = text.StartsWith("localhost:", StringComparison.Ordinal) ? "127.0.0.1:" + text["localhost:".Length..] : text;
        var hasPort = plain.StartsWith('[') ? plain.Contains("]:", StringComparison.Ordinal) : plain.Count(letter => letter == ':') == 1;
        return hasPort && IPEndPoint.TryParse(plain, out var endpoint) ? endpoint : null;
    }

    private static string DefaultData() => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify) is { Length: > 0 } home
            ? home
            : Path.GetTempPath(),
        "gatehouse-server");
}
