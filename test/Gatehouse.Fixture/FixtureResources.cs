using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Gatehouse.Fixture;

/// <summary>The resources of the fixture: a text, a picture, one to watch, and a template.</summary>
internal static class FixtureResources
{
    public static IEnumerable<McpServerResource> All =>
    [
        McpServerResource.Create(() => Text("test://static-text", "This is the content of the static text resource."),
            Named("test://static-text", "Static text", "text/plain")),
        McpServerResource.Create(() => BlobResourceContents.FromBytes(Samples.Png, "test://static-binary", "image/png"),
            Named("test://static-binary", "Static binary", "image/png")),
        McpServerResource.Create(() => Text("test://watched-resource", "Watched resource content."),
            Named("test://watched-resource", "Watched resource", "text/plain")),
        McpServerResource.Create((string id) => new TextResourceContents
        {
            Uri = $"test://template/{id}/data",
            MimeType = "application/json",
            Text = $$"""{"id":"{{id}}","templateTest":true,"data":"Data for ID: {{id}}"}""",
        }, Named("test://template/{id}/data", "Template", "application/json")),
    ];

    private static TextResourceContents Text(string uri, string text) =>
        new() { Uri = uri, MimeType = "text/plain", Text = text };

    private static McpServerResourceCreateOptions Named(string uri, string name, string mimeType) =>
        new() { UriTemplate = uri, Name = name, Description = $"{name} of the fixture", MimeType = mimeType };
}
