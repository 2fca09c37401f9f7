using System.Collections.Immutable;
using System.Net;

namespace Gatehouse.Control.Catalogue;

/// <summary>Where imports go. The operator says so; whoever asks for an import names no address.</summary>
internal sealed record CatalogueSettings
{
    /// <summary>The official registry, without a slash at the end.</summary>
    public Uri Registry { get; init; } = new("https://registry.modelcontextprotocol.io");

    /// <summary>npm's registry.</summary>
    public Uri Npm { get; init; } = new("https://registry.npmjs.org");

    /// <summary>NuGet's registration resource.</summary>
    public Uri NuGet { get; init; } = new("https://api.nuget.org/v3/registration5-semver1");

    /// <summary>Networks beside the public ones in which these may be.</summary>
    public ImmutableArray<IPNetwork> Networks { get; init; } = [];
}
