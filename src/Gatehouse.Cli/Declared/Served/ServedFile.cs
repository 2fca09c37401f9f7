using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Declared.Served;

/// <summary>A <c>gatehouse.json</c> that was found valid, with the documents of its policies. Its secrets were not looked up.</summary>
internal sealed class ServedFile
{
    private readonly JsonElement _root;
    private readonly Dictionary<string, string> _documents;

    private ServedFile(GatewayConfig config, JsonElement root, Dictionary<string, string> documents) =>
        (Config, _root, _documents) = (config, root, documents);

    /// <summary>What it says.</summary>
    public GatewayConfig Config { get; }

    /// <summary>Reads it.</summary>
    /// <returns>The file, or null with what is wrong with it: findings, or else a fault.</returns>
    /// <remarks>Faults: <c>files-invalid</c>, <c>file-unreadable</c>.</remarks>
    public static (ServedFile? File, IReadOnlyList<FileFinding> Findings, Fault? Fault) Read(string path, TimeProvider time)
    {
        var load = new ConfigFile(path, time, static _ => null) { LeavesSecrets = true }.Load();
        if (load.Config is not { } config || load.Snapshot is null)
        {
            return (null, load.Findings, new Fault(new("files-invalid"), $"`{path}` is not valid"));
        }

        var (bytes, unreadable) = Commands.InputFile.Read(path);
        if (bytes is null)
        {
            return (null, load.Findings, unreadable);
        }

        var documents = new Dictionary<string, string>(StringComparer.Ordinal);
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))! + Path.DirectorySeparatorChar;
        foreach (var policy in Policies(config))
        {
            // SECURITY: only what lies beside it is sent: the file may come from somebody else.
            var (document, missing) = policy.Path.StartsWith(folder, StringComparison.Ordinal)
                ? Commands.InputFile.Read(policy.Path)
                : (null, new Fault(new("files-invalid"), $"the policy `{policy.Name}` is not in the file's folder"));
            if (document is null)
            {
                return (null, load.Findings, missing);
            }

            documents[policy.Name] = Encoding.UTF8.GetString(document);
        }

        return (new ServedFile(config, JsonElement.Parse(bytes), documents), load.Findings, null);
    }

    /// <summary>Policies by the names of their files, as the file writes them.</summary>
    public IReadOnlyDictionary<string, string> Documents => _documents;

    /// <summary>The same as an organisation's things: what the file cannot say of them is as it is now.</summary>
    public (DeclaredOrganisation Organisation, Dictionary<string, string> Documents) Declare(PresentState now)
    {
        var organisation = new ServedThings(this, now).Declare();
        return (organisation, organisation.Policies.ToDictionary(static policy => policy.Name, policy => _documents[policy.File], StringComparer.Ordinal));
    }

    /// <summary>What the file says and a server does not take from it, a line a thing.</summary>
    public IEnumerable<string> Alone(PresentState now)
    {
        if (Names(_root, EarlierFile.Shared) is { Length: > 0 } members)
        {
            yield return $"the gateway's own settings: {members}";
        }

        foreach (var server in Config.Servers)
        {
            var written = _root.GetProperty("servers").GetProperty(server.Facts.Id);
            if (Names(written, EarlierFile.SharedOfServer) is { Length: > 0 } own)
            {
                yield return $"server {server.Facts.Id}: {own}";
            }

            var saved = now.Servers.Find(known => known.Id == server.Facts.Id)?.Secrets ?? [];
            foreach (var header in (server.Entry as UpstreamEntry.Http)?.Headers.Keys.Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>())
            {
                if (!saved.Any(secret => secret.Header.Equals(header, StringComparison.OrdinalIgnoreCase)))
                {
                    yield return $"server {server.Facts.Id}: the value of its header {header}; "
                        + $"save it with `gatehouse servers secret set {server.Facts.Id} {header.ToLowerInvariant()}`";
                }
            }
        }
    }

    private static IEnumerable<PolicyFile> Policies(GatewayConfig config) => config.Servers.Select(static server => server.Baseline)
        .Concat(config.Grants.Select(static grant => grant.Policy)).Append(config.Baseline).OfType<PolicyFile>()
        .DistinctBy(static file => file.Name, StringComparer.Ordinal);

    private static string Names(JsonElement element, IReadOnlySet<string> shared) => string.Join(
        ", ", element.EnumerateObject().Select(static member => member.Name).Where(name => name != "$schema" && !shared.Contains(name)));
}
