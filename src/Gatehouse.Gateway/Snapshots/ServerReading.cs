using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Json;
using Gatehouse.Policy.Language.Reading;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Reads the <c>servers</c> of a configuration.</summary>
internal sealed class ServerReading(FindingSink sink, ValueReading values, ConfigReading config, SecretReferences references)
{
    private static readonly string[] _httpOnly = ["headers", "transport", "connect_timeout"];
    private static readonly string[] _stdioOnly = ["env", "cwd", "processes_per_grant"];
    private static readonly Words<bool> _transports = new("transport", [("http", false), ("sse", true)]);
    private static readonly Words<bool> _definitions = new("definitions", [("block", false), ("alert", true)]);
    private static readonly Words<string> _categories = Same("category", "read", "write", "execute", "destructive", "financial", "other");
    private static readonly Words<string> _risks = Same("risk", "low", "medium", "high", "critical");

    /// <summary>Lets <c>sampling/createMessage</c> requests of a server reach clients.</summary>
    public const string Sampling = "sampling";

    /// <summary>Lets <c>roots/list</c> requests of a server reach clients.</summary>
    public const string Roots = "roots";

    private static readonly ImmutableArray<string> _allowances = [Sampling, Roots];

    /// <summary>Every server that could be read.</summary>
    public ImmutableArray<ServerConfig> ReadAll(JsonValue? servers) =>
        [.. config.Members(servers).Select(Read).OfType<ServerConfig>()];

    private ServerConfig? Read(JsonMember member)
    {
        if (!IsId(member.Name))
        {
            sink.Add(ConfigFindings.ServerIdInvalid, member, $"{Quote.Text(member.Name)} is no id for a server", "write 1 to 64 of a-z, 0-9 and -");
        }

        if (Fields.Of(member.Value, ConfigShapes.Server, sink) is not { } fields || Entry(member.Name, fields) is not { } entry)
        {
            return null;
        }

        var allowed = values.Items(fields["allow"], 8).Select(Allowance).ToArray();
        return new ServerConfig(
            new ServerFacts(member.Name, values.Text(fields["name"], 200) ?? member.Name),
            entry,
            values.Word(fields["definitions"], _definitions) ?? false,
            allowed.Contains(Sampling, StringComparer.Ordinal),
            allowed.Contains(Roots, StringComparer.Ordinal),
            Statements(fields["tools"]),
            config.Policy(fields["policy"]),
            KeepingReading.Read(fields["store_arguments"], sink, values));
    }

    private UpstreamEntry? Entry(string id, Fields fields)
    {
        if ((fields["url"] is null) == (fields["command"] is null))
        {
            sink.Add(ConfigFindings.ServerWayInvalid, fields.Place, "a server has either a `url` or a `command`");
            return null;
        }

        foreach (var name in fields["url"] is null ? _httpOnly : _stdioOnly)
        {
            if (fields.Member(name) is { } stray)
            {
                sink.Add(ConfigFindings.ServerWayInvalid, stray, $"{Quote.Text(name)} does not go with `{(fields["url"] is null ? "command" : "url")}`");
            }
        }

        // Plain HTTP keeps nothing open that could be idle.
        if (fields["url"] is not null && fields.Member("idle") is { } idle && fields["transport"]?.Text != "sse")
        {
            sink.Add(ConfigFindings.ServerWayInvalid, idle, "`idle` does not go with `url`, but for the transport `sse`");
        }

        var secrets = new List<string>();
        UpstreamEntry? entry = fields["url"] is null ? Stdio(id, fields, secrets) : Http(id, fields, secrets);
        if (entry is null)
        {
            return null;
        }

        entry = entry with
        {
            AnswerTimeout = values.Duration(fields["timeout"], "1s", "1h") ?? entry.AnswerTimeout,
            ConnectTimeout = values.Duration(fields["connect_timeout"], "1s", "60s") ?? entry.ConnectTimeout,
            MaxAnswerBytes = (int?)values.Whole(fields["answer_bytes"], 1024, 256 * 1024 * 1024) ?? entry.MaxAnswerBytes,
            IdleTimeout = values.Duration(fields["idle"], "1s", "7d") ?? entry.IdleTimeout,
            MaxConcurrency = (int?)values.Whole(fields["concurrency"], 1, 100_000) ?? entry.MaxConcurrency,
            Secrets = [.. secrets.Distinct(StringComparer.Ordinal)],
        };
        return entry with { Fingerprint = Fingerprints.Of(entry) };
    }

    /// <summary>A server's address, or null for what is none.</summary>
    public static Uri? Url(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url.UserInfo.Length == 0 && url.Fragment.Length == 0 ? url : null;

    /// <summary>Checks a header and adds it to those that are sent; its secrets to those that are taken out of answers.</summary>
    public static void AddHeader(
        FindingSink sink, JsonMember header, (string Text, IReadOnlyList<string> Secrets) value, Dictionary<string, string> headers, List<string> secrets)
    {
        if (HeaderRules.Check(header.Name, value.Text) is { } problem)
        {
            sink.Add(ConfigFindings.HeaderInvalid, header, $"the header {Quote.Text(header.Name)} cannot be sent", problem);
        }
        else if (!headers.TryAdd(header.Name, value.Text))
        {
            sink.Add(ConfigFindings.HeaderInvalid, header, $"the header {Quote.Text(header.Name)} stands here twice");
        }

        if (value.Secrets.Count > 0)
        {
            secrets.AddRange(value.Secrets);
            secrets.Add(value.Text);
        }
        else if (HeaderRules.IsSecret(header.Name))
        {
            sink.Add(
                ConfigFindings.SecretLiteral, header, $"the value of {Quote.Text(header.Name)} stands here as it is",
                "write `${env:NAME}` or `${file:/path}`, so that this file holds no secret");
        }
    }

    private UpstreamEntry.Http? Http(string id, Fields fields, List<string> secrets)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in config.Members(fields["headers"]))
        {
            if (values.Plain(header.Value) is null || references.Resolve(header.Value) is not { } resolved)
            {
                continue;
            }

            AddHeader(sink, header, resolved, headers, secrets);
        }

        if (values.Text(fields["url"], 2048) is not { } text)
        {
            return null;
        }

        if (Url(text) is not { } url)
        {
            sink.Add(ConfigFindings.UrlInvalid, fields["url"]!, $"{Quote.Text(text)} is not an address of a server", "write it like \"https://mcp.example.com/mcp\"; credentials go into \"headers\"");
            return null;
        }

        return new UpstreamEntry.Http
        {
            ServerId = id,
            Fingerprint = "",
            Url = url,
            Headers = headers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            IsSse = values.Word(fields["transport"], _transports) ?? false,
        };
    }

    private UpstreamEntry.Stdio? Stdio(string id, Fields fields, List<string> secrets)
    {
        var command = values.Items(fields["command"], 256).Select(values.Plain).ToArray();
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in config.Members(fields["env"]))
        {
            if (values.Plain(variable.Value) is not null && references.Resolve(variable.Value) is { } resolved)
            {
                environment[variable.Name] = resolved.Text;
                secrets.AddRange(resolved.Secrets);
            }
        }

        if (command.Length == 0 || command.Any(part => part is null) || string.IsNullOrEmpty(command[0]))
        {
            sink.Add(ConfigFindings.ServerWayInvalid, fields["command"]!, "a `command` is a list: the program, then its arguments", "write it like [\"npx\", \"-y\", \"NAME\"]");
            return null;
        }

        var entry = new UpstreamEntry.Stdio
        {
            ServerId = id,
            Fingerprint = "",
            Command = [.. command.OfType<string>()],
            Environment = environment.ToFrozenDictionary(StringComparer.Ordinal),
            WorkingDirectory = values.Text(fields["cwd"], 1024) is { } cwd ? config.Absolute(cwd) : null,
        };
        return entry with
        {
            MaxProcessesPerGrant = (int?)values.Whole(fields["processes_per_grant"], 1, 10_000) ?? entry.MaxProcessesPerGrant,
        };
    }

    private FrozenDictionary<string, ToolStatement> Statements(JsonValue? tools) => config.Members(tools)
        .Select(member => (member.Name, Fields: Fields.Of(member.Value, ConfigShapes.Tool, sink)))
        .Where(tool => tool.Fields is not null)
        .ToFrozenDictionary(
            tool => tool.Name,
            tool => new ToolStatement(Word(tool.Fields!["category"], _categories), Word(tool.Fields["risk"], _risks)),
            StringComparer.Ordinal);

    private string? Word(JsonValue? value, Words<string> words)
    {
        if (values.Plain(value) is not { } text || value is null)
        {
            return null;
        }

        if (words.TryFind(text, out _))
        {
            return text;
        }

        values.Unknown(value, words.All);
        return null;
    }

    private string? Allowance(JsonValue value)
    {
        if (values.Plain(value) is { } text && !_allowances.Contains(text, StringComparer.Ordinal))
        {
            values.Unknown(value, _allowances);
        }

        return value.Text;
    }

    /// <summary>Whether the text may be a server's id.</summary>
    public static bool IsId(string id) =>
        id.Length is > 0 and <= 64 && !id.AsSpan().ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-");

    private static Words<string> Same(string name, params ReadOnlySpan<string> words)
    {
        var meanings = ImmutableArray.CreateBuilder<(string, string)>(words.Length);
        foreach (var word in words)
        {
            meanings.Add((word, word));
        }

        return new(name, meanings.ToImmutable());
    }
}
