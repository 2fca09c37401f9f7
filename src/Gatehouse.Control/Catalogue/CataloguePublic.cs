using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.Faults;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Catalogue;

/// <summary>The index as the API answers it to anybody.</summary>
internal sealed class CataloguePublic(CatalogueReading reading)
{
    /// <summary>The numbers.</summary>
    public async ValueTask<Outcome<CatalogueTotals>> TotalsAsync(CancellationToken cancel) => await reading.TotalsAsync(cancel);

    /// <summary>Servers by name and description.</summary>
    /// <remarks>Faults: <c>query-invalid</c>, <c>cursor-invalid</c>.</remarks>
    public async ValueTask<Outcome<Page<ServerEntryView>>> ServersAsync(IQueryCollection query, CancellationToken cancel)
    {
        var (filter, fault) = ToolFilter.Read(query, hasRisks: false);
        if (filter is null)
        {
            return fault!;
        }

        var (servers, next) = await reading.ServersAsync(filter, cancel);
        return new Page<ServerEntryView>([.. servers.Select(CatalogueViews.Of)], next?.ToString());
    }

    /// <summary>Tools by words, category, level and signal.</summary>
    /// <remarks>Faults: <c>query-invalid</c>, <c>cursor-invalid</c>.</remarks>
    public async ValueTask<Outcome<Page<ToolEntryView>>> ToolsAsync(IQueryCollection query, CancellationToken cancel)
    {
        var (filter, fault) = ToolFilter.Read(query, hasRisks: true);
        if (filter is null)
        {
            return fault!;
        }

        var (hits, next) = await reading.ToolsAsync(filter, cancel);
        return new Page<ToolEntryView>([.. hits.Select(CatalogueViews.Of)], next?.ToString());
    }

    /// <summary>One server.</summary>
    /// <remarks>Fault: <c>not-found</c>.</remarks>
    public async ValueTask<Outcome<ServerEntryDetail>> ServerAsync(string slug, CancellationToken cancel) =>
        await reading.ServerAsync(slug, cancel) is { } answer ? CatalogueViews.Of(answer) : ControlFaults.Absent("server", slug);

    /// <summary>All tools of one server, the riskiest first.</summary>
    /// <remarks>Fault: <c>not-found</c>.</remarks>
    public async ValueTask<Outcome<Page<ToolEntryView>>> ToolsOfAsync(string slug, CancellationToken cancel) =>
        await reading.ServerAsync(slug, cancel) is { } answer
            ? new Page<ToolEntryView>([.. answer.Tools.Select(tool => CatalogueViews.Of(new ToolHit(answer.Server, tool)))])
            : ControlFaults.Absent("server", slug);

    /// <summary>One tool.</summary>
    /// <remarks>Fault: <c>not-found</c>.</remarks>
    public async ValueTask<Outcome<ToolEntryDetail>> ToolAsync(string server, string slug, CancellationToken cancel) =>
        await reading.ToolAsync(server, slug, cancel) is { } answer ? CatalogueViews.Of(answer) : ControlFaults.Absent("tool", slug);
}
