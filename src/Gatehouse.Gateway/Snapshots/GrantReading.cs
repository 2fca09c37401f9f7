using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Gateway.Identity;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Json;
using Gatehouse.Policy.Language.Reading;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Reads the <c>grants</c> of a configuration.</summary>
internal sealed class GrantReading(FindingSink sink, ValueReading values, ConfigReading config, DateTimeOffset now)
{
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);
    private readonly HashSet<TokenHash> _tokens = [];

    /// <summary>Every grant that could be read.</summary>
    public ImmutableArray<GrantConfig> ReadAll(JsonValue? grants, JsonValue? servers)
    {
        var ids = servers?.Members.Select(member => member.Name).ToArray() ?? [];
        return [.. values.Items(grants, 100_000).Select(grant => Read(grant, ids)).OfType<GrantConfig>()];
    }

    private GrantConfig? Read(JsonValue grant, string[] servers)
    {
        if (Fields.Of(grant, ConfigShapes.Grant, sink) is not { } fields)
        {
            return null;
        }

        var id = values.Text(fields["id"], 128);
        if (id is not null && !_ids.Add(id))
        {
            sink.Add(ConfigFindings.GrantIdRepeated, fields["id"]!, $"there is a grant {Quote.Text(id)} already");
        }

        var server = values.Text(fields["server"], 64);
        if (server is not null && !servers.Contains(server, StringComparer.Ordinal))
        {
            sink.Add(ConfigFindings.ServerUnknown, fields["server"]!, $"there is no server {Quote.Text(server)}", servers.Length == 0 ? null : Suggest.Hint(server, servers));
        }

        var policy = config.Policy(fields["policy"]);
        if (fields["policy"] is null)
        {
            sink.Add(ConfigFindings.PolicyMissing, grant, "this grant has no policy, so every call of it is denied", "add \"policy\"");
        }

        var token = Token(fields["token_sha256"]);
        var expires = Time(fields["expires"]);
        return id is null || server is null || token is null || expires is null
            ? null
            : new GrantConfig(
                new GrantFacts(id, values.Text(fields["label"], 200) ?? id, Tags(fields["tags"])), server, token.Value, expires.Value, policy);
    }

    private TokenHash? Token(JsonValue? value)
    {
        if (values.Text(value, 128) is not { } text)
        {
            return null;
        }

        if (TokenHash.FromHex(text) is { } hash && _tokens.Add(hash))
        {
            return hash;
        }

        sink.Add(
            ConfigFindings.TokenHashInvalid, value!,
            TokenHash.FromHex(text) is null ? "this is not 64 hex digits" : "another grant has the same token",
            "`gatehouse grant new` prints the token once and its entry for this file");
        return null;
    }

    private DateTimeOffset? Time(JsonValue? value)
    {
        if (values.Text(value, 64) is not { } text)
        {
            return null;
        }

        string[] forms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];
        if (!DateTimeOffset.TryParseExact(text, forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            || !(text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10))
        {
            sink.Add(ConfigFindings.TimeInvalid, value!, $"{Quote.Text(text)} is not a time", "write it like \"2027-01-31T12:00:00Z\"");
            return null;
        }

        if (time <= now)
        {
            sink.Add(ConfigFindings.GrantExpired, value!, "this grant has expired");
        }

        return time;
    }

    private FrozenDictionary<string, string> Tags(JsonValue? tags) => config.Members(tags)
        .Select(member => (member.Name, Text: values.Plain(member.Value)))
        .Where(tag => tag.Text is not null)
        .ToFrozenDictionary(tag => tag.Name, tag => tag.Text!, StringComparer.Ordinal);
}
