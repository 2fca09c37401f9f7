using System.Collections.Immutable;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Server.Dashboard.Calls;
using Gatehouse.Server.Site.Stack;

namespace Gatehouse.Server.Dashboard.Pages.Inventory;

/// <summary>A client's configuration → its servers, each with the way to register it. Nothing of what is pasted is kept.</summary>
internal static class StackImport
{
    public static void Map(PageRoutes pages)
    {
        pages.Get("/inventory/import", call => call.ShowAsync<StackImportPage>()).Needs(Right.ChangeServers);
        pages.Post("/inventory/import", ShowAsync).Needs(Right.ChangeServers);
    }

    private static async Task ShowAsync(PageCall call, SentForm sent)
    {
        var (pasted, problem) = PastedStack.Read(sent["configuration"]);
        if (problem is not null)
        {
            // SECURITY: what was pasted does not come back; what cannot be read cannot be cleaned either.
            await call.ShowAsync<StackImportPage>(new { Problem = problem }, 422);
            return;
        }

        var own = await Lookups.ServersAsync(call);
        var found = ImmutableArray.CreateBuilder<FoundServer>();
        foreach (var one in pasted)
        {
            var registered = own.FirstOrDefault(server => one.Address is not null && string.Equals(server.Url, one.Address, StringComparison.OrdinalIgnoreCase));
            var slug = await call.Use<SiteReading>().FindAsync(one.Package, one.Address, call.Cancel);
            found.Add(new FoundServer(one.Name, one.Address ?? one.Package, one.Address is not null, registered?.Id, slug, Way(one, slug), IsCovered(one)));
        }

        await call.ShowAsync<StackImportPage>(new { Found = found.ToImmutable() });
    }

    // SECURITY: a form filled in with an address that lost a part would be sent like that, and a key in a link stays in histories.
    private static string Way(PastedServer one, string? slug) =>
        $"/servers/new?name={Uri.EscapeDataString(one.Name.Length > 60 ? one.Name[..60] : one.Name)}&id={Uri.EscapeDataString(Id(one.Name))}"
        + (one.Address is { } address && !IsCovered(one) ? $"&url={Uri.EscapeDataString(address)}" : "") + (slug is null ? "" : $"&gate={Uri.EscapeDataString(slug)}");

    private static bool IsCovered(PastedServer one) => one.Address?.Contains(KeyShape.Cover, StringComparison.Ordinal) == true;

    private static string Id(string name)
    {
        var id = new string([.. name.ToLowerInvariant().Select(static letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-').Take(60)]).Trim('-');
        return id.Length > 0 ? id : "server";
    }
}

/// <summary>A server of a client's configuration.</summary>
/// <param name="Name">Its name there. Outside text.</param>
/// <param name="Where">Its address or package; null for a program.</param>
/// <param name="HasAddress">Whether it can be reached at an address.</param>
/// <param name="RegisteredId">The server that is registered with that address; null for none.</param>
/// <param name="Slug">Its page in the catalogue; null for none.</param>
/// <param name="Way">The form for a new server, filled in; without the address where that is covered.</param>
/// <param name="IsCovered">Whether its address held what looks like a key, so that a person has to type it.</param>
public sealed record FoundServer(string Name, string? Where, bool HasAddress, string? RegisteredId, string? Slug, string Way, bool IsCovered);
