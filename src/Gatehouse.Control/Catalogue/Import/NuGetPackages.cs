using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>What NuGet, or a mirror of it, has on its packages.</summary>
/// <remarks>SPEC: NuGet server API v3: the service index, and its resource RegistrationsBaseUrl.</remarks>
internal sealed class NuGetPackages(SourceReading source, Uri index)
{
    // The first that the index names: with versions of SemVer 2.0.0 before those without.
    private static readonly ImmutableArray<string> _kinds =
    [
        "RegistrationsBaseUrl/3.6.0", "RegistrationsBaseUrl/Versioned", "RegistrationsBaseUrl/3.4.0", "RegistrationsBaseUrl/3.0.0-rc",
        "RegistrationsBaseUrl/3.0.0-beta", "RegistrationsBaseUrl",
    ];

    private string? _base;

    /// <summary>The registration of a package; neither document nor problem where there is none.</summary>
    public async Task<(JsonDocument? Document, string? Problem)> ReadAsync(string name, CancellationToken cancel)
    {
        if (await FindAsync(cancel) is { } problem)
        {
            return (null, problem);
        }

        // A package with many versions has its pages elsewhere; the last page has the newest ones.
        var (registration, unread) = await source.ReadAsync($"{_base}/{name.ToLowerInvariant()}/index.json", cancel);
        if (registration is null || registration.RootElement.Items("items").LastOrDefault() is not { ValueKind: JsonValueKind.Object } last
            || last.Member("items").ValueKind == JsonValueKind.Array || last.Reference("@id") is not { } address)
        {
            return (registration, unread);
        }

        registration.Dispose();
        var (page, gone) = await source.ReadAsync(address, cancel);
        if (page is null)
        {
            return (null, gone);
        }

        using (page)
        {
            return (JsonDocument.Parse($$"""{"items":[{{page.RootElement.GetRawText()}}]}"""), null);
        }
    }

    // Asked for once a run.
    private async Task<string?> FindAsync(CancellationToken cancel)
    {
        if (_base is not null)
        {
            return null;
        }

        var (document, problem) = await source.ReadAsync(index.ToString(), cancel);
        if (document is null)
        {
            return problem ?? "there is no service index at the address";
        }

        using (document)
        {
            var found = document.RootElement.Items("resources")
                .Select(static resource => (Place: _kinds.IndexOf(resource.Text("@type") ?? ""), Address: resource.Reference("@id")))
                .Where(static resource => resource.Place >= 0 && resource.Address is not null)
                .OrderBy(static resource => resource.Place).FirstOrDefault();
            _base = found.Address?.TrimEnd('/');
            return _base is null ? "the source's service index names no registrations of packages" : null;
        }
    }
}
