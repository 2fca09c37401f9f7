using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Gatehouse.Fixture.Tools;

/// <summary>Tools that answer at once, one for each kind of content, and two whose schema is the point.</summary>
internal static class ContentTools
{
    private const string Schema2020 = """
        {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
         "$defs":{"address":{"$anchor":"addressDef","type":"object",
           "properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
         "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},
           "contactMethod":{"type":"string","enum":["phone","email"]},
           "phone":{"type":"string"},"email":{"type":"string"}},
         "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
         "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},
         "then":{"required":["phone"]},"else":{"required":["email"]},"additionalProperties":false}
        """;

    private const string HeaderSchema = """
        {"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"}},"required":["region"]}
        """;

    public static IEnumerable<McpServerTool> All =>
    [
        Fixed("test_simple_text", "Returns one text", Text("This is a simple text response for testing.")),
        Fixed("test_image_content", "Returns an image", Image()),
        Fixed("test_audio_content", "Returns a sound", AudioContentBlock.FromBytes(Samples.Wav, "audio/wav")),
        Fixed("test_embedded_resource", "Returns a resource inside the result",
            Resource("test://embedded-resource", "text/plain", "This is an embedded resource content.")),
        Fixed("test_multiple_content_types", "Returns three kinds of content",
            Text("Multiple content types test:"), Image(),
            Resource("test://mixed-content-resource", "application/json", """{"test":"data","value":123}""")),
        new FixtureTool("test_error_handling", "Always fails", (_, _) => ValueTask.FromResult(
            FixtureTool.Text("This tool intentionally returns an error for testing", isError: true))),
        new FixtureTool("json_schema_2020_12_tool", "Has a schema with newer key words",
            (_, _) => ValueTask.FromResult(FixtureTool.Text("ok")), Schema2020),
        new FixtureTool("test_custom_header", "Mirrors an argument into a header",
            (request, _) => ValueTask.FromResult(FixtureTool.Text(FixtureTool.Argument(request, "region"))),
            HeaderSchema),
    ];

    private static FixtureTool Fixed(string name, string description, params ContentBlock[] content) =>
        new(name, description, (_, _) => ValueTask.FromResult(new CallToolResult { Content = content }));

    private static TextContentBlock Text(string text) => new() { Text = text };

    private static ImageContentBlock Image() => ImageContentBlock.FromBytes(Samples.Png, "image/png");

    private static EmbeddedResourceBlock Resource(string uri, string mimeType, string text) =>
        new() { Resource = new TextResourceContents { Uri = uri, MimeType = mimeType, Text = text } };
}
