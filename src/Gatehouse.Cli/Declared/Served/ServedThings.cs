using System.Collections.Immutable;
using Gatehouse.Api.Grants;
using Gatehouse.Api.Servers;
using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Cli.Declared.Served;

/// <summary>Things of a <c>gatehouse.json</c> as an organisation has them: what a file cannot say of one stays as it is on the server.</summary>
internal sealed class ServedThings
{
    private readonly GatewayConfig _config;
    private readonly PresentState _now;
    private readonly Dictionary<string, string> _names;

    public ServedThings(ServedFile file, PresentState now)
    {
        (_config, _now) = (file.Config, now);
        _names = file.Documents.Keys.ToDictionary(static name => name, static name => name, StringComparer.Ordinal);
        foreach (var (name, path) in PolicyPaths.Of(now.Policies).Where(known => known.Key != known.Value && _names.ContainsKey(known.Value)))
        {
            // An export had to call it otherwise, unless somebody has really called one so since.
            _names[path] = now.Policies.Exists(policy => policy.Name == path) ? path : name;
        }
    }

    public DeclaredOrganisation Declare() => new()
    {
        Version = 1,
        BaselinePolicy = Name(_config.Baseline),
        OwnersMayApprove = _config.Organisation.OwnersMayApprove,
        WideningNeedsSecond = _config.Organisation.WideningNeedsSecond,
        Policies = [.. _names.Select(static name => new DeclaredPolicy(name.Value, name.Key)).DistinctBy(static policy => policy.Name)],
        Servers = [.. _config.Servers.Select(Server)],
        Grants = [.. _config.Grants.Select(Grant)],
    };

    private string? Name(PolicyFile? file) => file is null ? null : _names[file.Name];

    private DeclaredServer Server(ServerConfig server)
    {
        var before = _now.Servers.Find(known => known.Id == server.Facts.Id);
        var http = server.Entry as UpstreamEntry.Http;
        return new DeclaredServer
        {
            Id = server.Facts.Id,
            Name = server.Facts.Name,
            Description = before?.Description,
            Tags = before?.Tags,
            Url = http is null ? null : IsSame(before?.Url, http.Url) ? before!.Url : http.Url.AbsoluteUri,
            Entry = http is null ? before?.StdioEntry ?? server.Facts.Id : null,
            Transport = http is { IsSse: true } ? ServerTransport.Sse : ServerTransport.Http,
            OnDefinitionChange = server.AlertsOnly ? DefinitionChange.Alert : DefinitionChange.Block,
            MaySample = server.MaySample,
            MayListRoots = server.MayListRoots,
            BaselinePolicy = Name(server.Baseline),
            StoreArguments = Storing(server.Keeping),
        };
    }

    private static ArgumentStoring? Storing(ArgumentKeeping? keeping) => keeping is null ? null : new ArgumentStoring
    {
        KeepDays = keeping.KeptDays,
        Redact = keeping.Rules.Equals(RedactionRules.Always) ? null : new ArgumentRedactions
        {
            Names = keeping.Rules.Names, Paths = keeping.Rules.Paths, Values = keeping.Rules.Values,
        },
    };

    private DeclaredGrant Grant(GrantConfig grant)
    {
        var hash = grant.Token.ToHex();
        var before = _now.Grants.Find(known => known.Id == grant.Facts.Id)
            ?? _now.Grants.Find(known => known.ServerId == grant.ServerId && _now.TokenOf(known)?.Sha256 == hash);
        ImmutableArray<string> tags =
        [
            .. grant.Facts.Tags.Select(static tag => tag.Value.Length == 0 ? tag.Key : $"{tag.Key}={tag.Value}").Order(StringComparer.Ordinal),
        ];
        return new DeclaredGrant
        {
            Id = before?.Id ?? grant.Facts.Id,
            TokenSha256 = hash,
            Label = grant.Facts.Label,
            Server = grant.ServerId,
            Policy = Name(grant.Policy),
            Owner = before is null ? "" : _now.OwnerOf(before.OwnerId),
            Tags = before is not null && IsSame(before, tags) ? before.Tags : tags,
            Expires = grant.Expires,
            Networks = before?.Networks,
            HeartbeatSeconds = before?.HeartbeatSeconds,
        };
    }

    // `name=` and `name` are the same tag to policies, and to a file.
    private static bool IsSame(GrantView before, ImmutableArray<string> tags) => before.Tags
        .Select(static tag => tag.IndexOf('=', StringComparison.Ordinal) == tag.Length - 1 ? tag.TrimEnd('=') : tag)
        .Order(StringComparer.Ordinal).SequenceEqual(tags, StringComparer.Ordinal);

    private static bool IsSame(string? before, Uri url) => Uri.TryCreate(before, UriKind.Absolute, out var known) && known.AbsoluteUri == url.AbsoluteUri;
}
