using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Catalogue.Rules;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Risk;

namespace Gatehouse.Control.Catalogue;

/// <summary>The index as the API shows it.</summary>
internal static class CatalogueViews
{
    public static ServerEntryView Of(CatalogueServer server) => new()
    {
        Slug = server.Slug, Name = server.Name, Title = server.Title, Description = server.Description, Tools = server.Tools,
        Levels = Levels(server), Cut = server.IsCut, Packages = server.Packages, Repository = server.Repository,
    };

    public static ServerEntryDetail Of(ServerAnswer answer) => new()
    {
        Slug = answer.Server.Slug, Name = answer.Server.Name, Title = answer.Server.Title, Description = answer.Server.Description,
        Tools = answer.Server.Tools, Levels = Levels(answer.Server), Cut = answer.Server.IsCut, Packages = answer.Server.Packages,
        Repository = answer.Server.Repository, LooksLike = answer.LooksLike, Website = answer.Server.Website,
        Addresses = answer.Server.Addresses, Version = answer.Server.Version, Sources = answer.Facts,
        Policy = answer.Tools.IsEmpty ? null : JsonElement.Parse(RecommendedPolicy.Of(answer.Tools)),
    };

    public static ToolEntryView Of(ToolHit hit) => new()
    {
        Server = hit.Server.Slug, ServerTitle = hit.Server.Shown, Slug = hit.Tool.Slug, Name = hit.Tool.Name, Description = hit.Tool.Description,
        Category = hit.Tool.Category.Word(), Level = hit.Tool.Level.Word(), Signals = hit.Tool.Signals, Cut = hit.Tool.IsCut,
    };

    public static ToolEntryDetail Of(ToolAnswer answer)
    {
        var (server, tool) = (answer.Server, answer.Tool);
        return new ToolEntryDetail
        {
            Server = server.Slug, ServerTitle = server.Shown, Slug = tool.Slug, Name = tool.Name, Title = tool.Title,
            Description = tool.Description, Category = tool.Category.Word(), Level = tool.Level.Word(), Signals = tool.Signals, Cut = tool.IsCut,
            Definition = JsonElement.Parse(tool.Definition, new JsonDocumentOptions { MaxDepth = 64 }),
            Assessment = JsonElement.Parse(tool.Assessment), Classifier = tool.Classifier,
            Source = new FactSource(tool.Source, tool.At, tool.Licence),
            Policy = JsonElement.Parse(RecommendedPolicy.Of(tool.Name, tool.Category, tool.Level)),
        };
    }

    private static ImmutableSortedDictionary<string, long> Levels(CatalogueServer server) => new Dictionary<string, long>
    {
        ["critical"] = server.Critical, ["high"] = server.High, ["medium"] = server.Medium, ["low"] = server.Low,
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
