using System.Collections.Frozen;
using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Control.Declared;

/// <summary>A <c>gatehouse.json</c> that the operator keeps, for example in git: what it says holds, and nobody changes it here.</summary>
internal sealed class DeclaredFile
{
    private readonly ConfigFile _file;
    private volatile FrozenDictionary<string, ServerConfig> _servers = FrozenDictionary<string, ServerConfig>.Empty;

    private DeclaredFile(ConfigFile file, string? organisationId) => (_file, OrganisationId) = (file, organisationId);

    /// <summary>Whose the things are; null for the only organisation that there is.</summary>
    public string? OrganisationId { get; }

    /// <summary>Where it is.</summary>
    public string Path => _file.FullPath;

    /// <summary>What was read at the start.</summary>
    public required ConfigLoad First { get; init; }

    /// <summary>Reads the file; the findings say what is wrong where there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="organisationId">Whose its things are; null for the only organisation.</param>
    /// <param name="variable">Where <c>${env:NAME}</c> comes from.</param>
    /// <param name="time">The clock.</param>
    public static (DeclaredFile? File, IReadOnlyList<FileFinding> Findings) Open(
        string path, string? organisationId, Func<string, string?> variable, TimeProvider time)
    {
        var file = new ConfigFile(path, time, variable);
        var first = file.Load();
        if (first.Config is null || first.Snapshot is null)
        {
            return (null, first.Findings);
        }

        var declared = new DeclaredFile(file, organisationId) { First = first };
        declared.Take(first);
        return (declared, first.Findings);
    }

    /// <summary>Reads it once more.</summary>
    public ConfigLoad Load() => _file.Load();

    /// <summary>How a server of it is reached; null for one that it does not have.</summary>
    public ServerConfig? Server(string id) => _servers.GetValueOrDefault(id);

    /// <summary>From now on servers are reached as this says.</summary>
    public void Take(ConfigLoad load) =>
        _servers = load.Config!.Servers.ToFrozenDictionary(server => server.Facts.Id, StringComparer.Ordinal);
}
