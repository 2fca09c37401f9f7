using System.Text.Json;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary><c>arguments: "declared"</c>: no member that the tool's accepted input schema lacks.</summary>
/// <remarks>One walk over the bytes beside the schema; it is no validation, types and values are not looked at.</remarks>
internal sealed class DeclaredArguments : ArgumentsCheck
{
    private const int MostDepth = 200;

    private readonly DeclaredLevel _top;

    public DeclaredArguments(ReadOnlyMemory<byte> inputSchema)
    {
        var schema = inputSchema.IsEmpty ? "{}"u8 : inputSchema.Span;
        _top = DeclaredReader.Read(JsonElement.Parse(schema, new JsonDocumentOptions { MaxDepth = 256 }));
    }

    public override string? Objection(ReadOnlySpan<byte> arguments)
    {
        var scanner = new JsonScanner(arguments);
        return scanner.PeekKind() == ArgumentKind.Object
            ? Check(_top, ref scanner, 0)
            : DenialText.DoesNotFit("the top");
    }

    private static string? Check(DeclaredLevel level, ref JsonScanner scanner, int depth)
    {
        if (level.IsUnreadable || depth > MostDepth)
        {
            return DenialText.DoesNotFit("a place that cannot be checked");
        }

        switch (scanner.PeekKind())
        {
            case ArgumentKind.Object when level.IsClosed:
                return CheckMembers(level, ref scanner, depth);
            case ArgumentKind.Array when level.ItemAt(0) is not null:
                return CheckElements(level, ref scanner, depth);
            default:
                scanner.SkipValue();
                return null;
        }
    }

    private static string? CheckMembers(DeclaredLevel level, ref JsonScanner scanner, int depth)
    {
        for (var more = scanner.Enter((byte)'}'); more; more = scanner.Next((byte)'}'))
        {
            var name = scanner.Name(out var escaped);
            if (level.Find(name, escaped) is not { } below)
            {
                return DenialText.NotDeclared(JsonText.Decode(name));
            }

            if (Check(below, ref scanner, depth + 1) is { } objection)
            {
                return objection;
            }
        }

        return null;
    }

    private static string? CheckElements(DeclaredLevel level, ref JsonScanner scanner, int depth)
    {
        var index = 0;
        for (var more = scanner.Enter((byte)']'); more; more = scanner.Next((byte)']'), index++)
        {
            if (level.ItemAt(index) is not { } below)
            {
                scanner.SkipValue();
            }
            else if (Check(below, ref scanner, depth + 1) is { } objection)
            {
                return objection;
            }
        }

        return null;
    }
}
