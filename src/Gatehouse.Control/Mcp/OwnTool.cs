using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;

namespace Gatehouse.Control.Mcp;

/// <summary>A tool of the own server. Each one reads; a test runs them all and looks that nothing changed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it says, in a sentence or two.</param>
/// <param name="Takes">Its arguments; others are refused.</param>
/// <param name="Run">Answers a call whose arguments fit.</param>
internal sealed record OwnTool(
    string Name, string Description, ImmutableArray<OwnParameter> Takes, Func<OwnCall, ValueTask<OwnAnswer>> Run)
{
    /// <summary>The tool as clients list it.</summary>
    public Tool Listed() => new()
    {
        Name = Name,
        Description = Description,
        InputSchema = Schema(),
        Annotations = new ToolAnnotations { ReadOnlyHint = true, DestructiveHint = false, IdempotentHint = true, OpenWorldHint = false },
    };

    private JsonElement Schema()
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            foreach (var parameter in Takes)
            {
                parameter.WriteTo(json);
            }

            json.WriteEndObject();
            json.WriteStartArray("required");
            foreach (var parameter in Takes.Where(static parameter => parameter.IsNeeded))
            {
                json.WriteStringValue(parameter.Name);
            }

            json.WriteEndArray();
            json.WriteBoolean("additionalProperties", false);
            json.WriteEndObject();
        }

        return JsonElement.Parse(text.WrittenSpan);
    }
}

/// <summary>One call whose arguments fit its tool.</summary>
internal sealed class OwnCall(OwnUser user, OwnArguments arguments, CancellationToken cancel)
{
    /// <summary>Who asks: a viewer.</summary>
    public Principal Who => user.Who;

    public OwnArguments Arguments => arguments;

    public CancellationToken Cancel => cancel;

    /// <summary><c>limit</c> and <c>cursor</c>.</summary>
    public PageQuery Page => new(arguments.Texts("limit") is { Count: > 0 } limit ? limit : OwnParameter.UsualPage, arguments.Texts("cursor"));

    /// <summary>A part of this request, reading only.</summary>
    public T Use<T>()
        where T : notnull => user.Parts.GetRequiredService<T>();
}
