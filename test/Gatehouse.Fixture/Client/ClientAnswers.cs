using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Gatehouse.Fixture.Client;

/// <summary>What the client says when a server asks it something.</summary>
internal static class ClientAnswers
{
    public static McpClientHandlers Handlers => new()
    {
        ElicitationHandler = (request, _) => ValueTask.FromResult(new ElicitResult
        {
            Action = "accept",
            Content = request?.RequestedSchema?.Properties.ToDictionary(
                p => p.Key,
                p => Answer(p.Value),
                StringComparer.Ordinal),
        }),
        SamplingHandler = (_, _, _) => ValueTask.FromResult(new CreateMessageResult
        {
            Model = "none",
            Role = Role.Assistant,
            Content = [new TextContentBlock { Text = "Paris" }],
        }),
        RootsHandler = (_, _) => ValueTask.FromResult(new ListRootsResult
        {
            Roots = [new Root { Uri = "file:///tmp/root", Name = "root" }],
        }),
    };

    // The default that the form itself names, else an example of the type.
    private static JsonElement Answer(ElicitRequestParams.PrimitiveSchemaDefinition field)
    {
        var shown = JsonSerializer.SerializeToElement(field, McpJsonUtilities.DefaultOptions);
        return shown.TryGetProperty("default", out var value) ? value : Example(field.Type);
    }

    private static JsonElement Example(string type) => JsonElement.Parse(type switch
    {
        "number" or "integer" => "3",
        "boolean" => "true",
        "array" => "[]",
        _ => "\"x\"",
    });
}
