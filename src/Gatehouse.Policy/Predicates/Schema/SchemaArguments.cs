using System.Text.Json;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary><c>arguments: "schema"</c>: the arguments validate against the tool's accepted input schema.</summary>
internal sealed class SchemaArguments : ArgumentsCheck
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    private readonly SchemaNode _schema;

    public SchemaArguments(ReadOnlyMemory<byte> inputSchema)
    {
        // A schema that is not known is not one that everything fits.
        _schema = inputSchema.IsEmpty
            ? new SchemaNode { Keywords = [new CannotJudge()] }
            : SchemaCompiler.Compile(JsonElement.Parse(inputSchema.Span, Options));
    }

    public override string? Objection(ReadOnlySpan<byte> arguments)
    {
        var value = JsonElement.Parse(arguments, Options);
        var run = new SchemaRun(SchemaRun.MostTime);
        if (_schema.Accepts(value, run))
        {
            return null;
        }

        return DenialText.DoesNotFit(run.FailedAt is { Length: > 0 } pointer ? pointer : "the top");
    }
}
