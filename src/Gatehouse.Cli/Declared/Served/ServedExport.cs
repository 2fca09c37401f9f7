using System.Globalization;
using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Api.Grants;
using Gatehouse.Api.Policies;
using Gatehouse.Api.Servers;

namespace Gatehouse.Cli.Declared.Served;

/// <summary>What a server has as a <c>gatehouse.json</c>, and by name what such a file cannot say.</summary>
/// <remarks>Members that only the file knows (limits, commands, listeners) stay as an export of before found or left them.</remarks>
internal sealed class ServedExport
{
    private readonly PresentState _state;
    private readonly EarlierFile _before;
    private readonly Dictionary<string, string> _paths;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly ServedHeaders _headers;

    private ServedExport(PresentState state, EarlierFile before, DateTimeOffset now)
    {
        (_state, _before, _paths, _headers) = (state, before, PolicyPaths.Of(state.Policies), new ServedHeaders(before));
        Servers = [.. state.Servers.Where(IsSaid).OrderBy(static server => server.Id, StringComparer.Ordinal)];
        Grants =
        [
            .. state.Grants.Where(grant => IsSaid(grant, now)).OrderBy(static grant => grant.ServerId, StringComparer.Ordinal)
                .ThenBy(static grant => grant.Id, StringComparer.Ordinal),
        ];
        Text = Write();
        Documents = state.Policies.Where(policy => _used.Contains(policy.Id)).ToDictionary(policy => _paths[policy.Name], policy => policy.Document, StringComparer.Ordinal);
        Unsaid = [.. UnsaidThings.Of(this, state, now), .. _headers.Gone];
    }

    /// <summary>The servers that are in it.</summary>
    public List<ServerView> Servers { get; }

    /// <summary>The grants that are in it.</summary>
    public List<GrantView> Grants { get; }

    /// <summary>The file.</summary>
    public byte[] Text { get; }

    /// <summary>Documents of policies by their files, from the folder.</summary>
    public Dictionary<string, string> Documents { get; }

    /// <summary>What the file does not say, a line a thing.</summary>
    public IReadOnlyList<string> Unsaid { get; }

    /// <summary>Variables that its secrets are expected in.</summary>
    public IReadOnlyCollection<string> Variables => _headers.Variables;

    /// <summary>Makes it.</summary>
    /// <param name="state">What the server has, with the hashes of its tokens.</param>
    /// <param name="before">The file that it takes the place of.</param>
    /// <param name="now">Grants that have ended by then are left out.</param>
    public static ServedExport Of(PresentState state, EarlierFile before, DateTimeOffset now) => new(state, before, now);

    /// <summary>The file of a policy.</summary>
    public string PathOf(PolicyView policy) => _paths[policy.Name];

    /// <summary>Whether something in the file uses a policy.</summary>
    public bool Uses(PolicyView policy) => _used.Contains(policy.Id);

    /// <summary>The file's way of writing a time.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);

    private bool IsSaid(ServerView server) => server.ManagedBy is null && (server.Url is not null || _before.HasCommand(server.Id));

    private bool IsSaid(GrantView grant, DateTimeOffset now) =>
        grant.ManagedBy is null && grant.Expires > now && _state.TokenOf(grant) is not null && Servers.Exists(server => server.Id == grant.ServerId);

    private byte[] Write()
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            _before.WriteRest(json);
            Policy(json, _state.Organisation.BaselinePolicyId);
            json.WriteStartObject("organisation");
            json.WriteBoolean("owners_may_approve", _state.Organisation.OwnersMayApprove);
            json.WriteBoolean("widening_needs_second", _state.Organisation.WideningNeedsSecond);
            json.WriteEndObject();
            json.WriteStartObject("servers");
            foreach (var server in Servers)
            {
                Write(json, server);
            }

            json.WriteEndObject();
            json.WriteStartArray("grants");
            foreach (var grant in Grants)
            {
                Write(json, grant);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        text.WriteByte((byte)'\n');
        return text.ToArray();
    }

    private void Write(Utf8JsonWriter json, ServerView server)
    {
        json.WriteStartObject(server.Id);
        WriteUnless(json, "name", server.Name, server.Id);
        if (server.Url is { } url)
        {
            json.WriteString("url", url);
            _headers.Write(json, server);
            if (server.Transport == ServerTransport.Sse)
            {
                json.WriteString("transport", "sse");
            }
        }

        _before.WriteRest(json, server);
        if (server.OnDefinitionChange == DefinitionChange.Alert)
        {
            json.WriteString("definitions", "alert");
        }

        if (server.MaySample || server.MayListRoots)
        {
            json.WriteStartArray("allow");
            foreach (var word in new[] { server.MaySample ? "sampling" : null, server.MayListRoots ? "roots" : null }.OfType<string>())
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
        }

        if (server.StoreArguments is { } storing)
        {
            json.WritePropertyName("store_arguments");
            JsonSerializer.Serialize(json, storing, ApiJson.Default.ArgumentStoring);
        }

        Policy(json, server.BaselinePolicyId);
        json.WriteEndObject();
    }

    private void Write(Utf8JsonWriter json, GrantView grant)
    {
        json.WriteStartObject();
        json.WriteString("id", grant.Id);
        WriteUnless(json, "label", grant.Label, grant.Id);
        json.WriteString("server", grant.ServerId);
        Policy(json, grant.PolicyId);
        if (!grant.Tags.IsEmpty)
        {
            json.WriteStartObject("tags");
            foreach (var tag in grant.Tags.Order(StringComparer.Ordinal).Select(static tag => tag.Split('=', 2)))
            {
                json.WriteString(tag[0], tag.Length == 2 ? tag[1] : "");
            }

            json.WriteEndObject();
        }

        json.WriteString("token_sha256", _state.TokenOf(grant)!.Sha256);
        json.WriteString("expires", Time(grant.Expires));
        json.WriteEndObject();
    }

    private void Policy(Utf8JsonWriter json, string? id)
    {
        if (_state.Policies.Find(policy => policy.Id == id) is { } policy)
        {
            _used.Add(policy.Id);
            json.WriteString("policy", _paths[policy.Name]);
        }
    }

    private static void WriteUnless(Utf8JsonWriter json, string member, string value, string otherwise)
    {
        if (value != otherwise)
        {
            json.WriteString(member, value);
        }
    }
}
