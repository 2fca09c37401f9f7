using System.Text;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Predicates;

/// <summary><c>arguments: [names]</c>: these members at the top, no other.</summary>
internal sealed class NamedArguments(IEnumerable<string> names) : ArgumentsCheck
{
    private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];

    public override string? Objection(ReadOnlySpan<byte> arguments)
    {
        var scanner = new JsonScanner(arguments);
        if (scanner.PeekKind() != ArgumentKind.Object)
        {
            return DenialText.DoesNotFit("the top");
        }

        for (var more = scanner.Enter((byte)'}'); more; more = scanner.Next((byte)'}'))
        {
            var name = scanner.Name(out var escaped);
            if (!IsListed(name, escaped))
            {
                return DenialText.NotDeclared(JsonText.Decode(name));
            }

            scanner.SkipValue();
        }

        return null;
    }

    private bool IsListed(ReadOnlySpan<byte> name, bool escaped)
    {
        foreach (var listed in _names)
        {
            if (JsonText.IsExactly(listed, name, escaped))
            {
                return true;
            }
        }

        return false;
    }
}
