namespace Gatehouse.Control.Catalogue;

/// <summary>Where imports go. The operator says so; whoever asks for an import names no address.</summary>
internal sealed record CatalogueSettings
{
    /// <summary>The official registry.</summary>
    public Uri Registry { get; init; } = new("https://registry.modelcontextprotocol.io");

    /// <summary>npm's registry.</summary>
    public Uri Npm { get; init; } = new("https://registry.npmjs.org");

    /// <summary>NuGet's service index, which names the resources that there are.</summary>
    public Uri NuGet { get; init; } = new("https://api.nuget.org/v3/index.json");

    /// <summary>Organisation whose admins fill the catalogue; null for the one that was there first.</summary>
    public string? OrganisationId { get; init; }
}
