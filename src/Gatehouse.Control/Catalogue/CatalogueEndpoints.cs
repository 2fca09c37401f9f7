using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Catalogue.Import;
using Gatehouse.Control.Catalogue.Messages;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Catalogue;

internal static class CatalogueEndpoints
{
    private const string Why = "the index is public";

    public static void Map(ApiRoutes api)
    {
        api.Get("/catalogue", call => call.Use<CataloguePublic>().TotalsAsync(call.Cancel)).IsPublic(Why);
        api.Get("/catalogue/servers", call => call.Use<CataloguePublic>().ServersAsync(call.Http.Request.Query, call.Cancel)).IsPublic(Why);
        api.Get("/catalogue/tools", call => call.Use<CataloguePublic>().ToolsAsync(call.Http.Request.Query, call.Cancel)).IsPublic(Why);
        api.Get("/catalogue/servers/{server}", call => call.Use<CataloguePublic>().ServerAsync(call.Part("server"), call.Cancel)).IsPublic(Why);
        api.Get("/catalogue/servers/{server}/tools", call => call.Use<CataloguePublic>().ToolsOfAsync(call.Part("server"), call.Cancel)).IsPublic(Why);
        api.Get(
                "/catalogue/servers/{server}/tools/{tool}",
                call => call.Use<CataloguePublic>().ToolAsync(call.Part("server"), call.Part("tool"), call.Cancel))
            .IsPublic(Why);

        api.Get("/catalogue/imports", call => call.Use<ImportAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ChangeCatalogue);
        api.Create<NewImport, ImportView>(
                "/catalogue/imports", (call, import) => call.Use<ImportAdministration>().BeginAsync(call.Who, import, call.Cancel))
            .Needs(Right.ChangeCatalogue);
        api.Get("/catalogue/imports/{id}", call => call.Use<ImportAdministration>().ReadAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeCatalogue);
        api.Post<ImportPart, ImportView>(
                "/catalogue/imports/{id}/entries",
                (call, part) => call.Use<ImportAdministration>().TakeAsync(call.Who, call.Id, part, call.Cancel))
            .Needs(Right.ChangeCatalogue);
        api.Get("/catalogue/messages", call => call.Use<MessageAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ChangeCatalogue);
    }
}
