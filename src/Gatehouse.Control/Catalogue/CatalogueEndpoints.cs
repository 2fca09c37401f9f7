using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Catalogue.Import;
using Gatehouse.Control.Catalogue.Messages;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;

namespace Gatehouse.Control.Catalogue;

internal static class CatalogueEndpoints
{
    private const string Why = "the index is public";

    public static void Map(ApiRoutes api)
    {
        api.Get("/catalogue", call => call.Use<CataloguePublic>().TotalsAsync(call.Cancel))
            .IsPublic(Why)
            .Says("Counts what the index holds");
        api.Get("/catalogue/servers", call => call.Use<CataloguePublic>().ServersAsync(call.Http.Request.Query, call.Cancel))
            .IsPublic(Why)
            .Says("Searches servers of the index")
            .Takes(ToolFilter.OfServers)
            .IsPaged();
        api.Get("/catalogue/tools", call => call.Use<CataloguePublic>().ToolsAsync(call.Http.Request.Query, call.Cancel))
            .IsPublic(Why)
            .Says("Searches tools of the index")
            .Takes(ToolFilter.OfTools)
            .IsPaged();
        api.Get("/catalogue/servers/{server}", call => call.Use<CataloguePublic>().ServerAsync(call.Part("server"), call.Cancel))
            .IsPublic(Why)
            .Says("Reads one server of the index");
        api.Get("/catalogue/servers/{server}/tools", call => call.Use<CataloguePublic>().ToolsOfAsync(call.Part("server"), call.Cancel))
            .IsPublic(Why)
            .Says("Lists the tools of a server of the index, the riskiest first");
        api.Get(
                "/catalogue/servers/{server}/tools/{tool}",
                call => call.Use<CataloguePublic>().ToolAsync(call.Part("server"), call.Part("tool"), call.Cancel))
            .IsPublic(Why)
            .Says("Reads one tool of the index, with its risk and a recommended policy");

        api.Get("/catalogue/imports", call => call.Use<ImportAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ChangeCatalogue)
            .Says("Lists imports into the index")
            .IsPaged();
        api.CreateOnce<NewImport, ImportView>(
                "/catalogue/imports", (call, import) => call.Use<ImportAdministration>().BeginAsync(call.Who, import, call.Cancel))
            .Needs(Right.ChangeCatalogue)
            .Says("Begins an import, or goes on with the one of the same digest");
        api.Get("/catalogue/imports/{id}", call => call.Use<ImportAdministration>().ReadAsync(call.Who, call.Id, call.Cancel))
            .Needs(Right.ChangeCatalogue)
            .Says("Reads one import");
        api.Post<ImportPart, ImportView>(
                "/catalogue/imports/{id}/entries",
                (call, part) => call.Use<ImportAdministration>().TakeAsync(call.Who, call.Id, part, call.Cancel))
            .Needs(Right.ChangeCatalogue)
            .Says("Sends a part of an import")
            .Refuses(CatalogueFaults.ImportClosed, CatalogueFaults.ImportElsewhere);
        api.Get("/catalogue/messages", call => call.Use<MessageAdministration>().ListAsync(call.Who, call.Page, call.Cancel))
            .Needs(Right.ChangeCatalogue)
            .Says("Lists what people wrote to the operator")
            .IsPaged();
    }
}
