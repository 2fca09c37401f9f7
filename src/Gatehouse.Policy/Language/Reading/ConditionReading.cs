using System.Text;
using System.Text.Json;
using Gatehouse.Policy.Language.Json;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Reads one condition and binds its operator.</summary>
internal sealed class ConditionReading(ReadOnlyMemory<byte> text, FindingSink sink, ValueReading values, Places places)
{
    private readonly PathReading _paths = new(sink, values);
    private readonly FactReading _facts = new(sink, values);
    private readonly OperandReading _operands = new(sink, values);
    private readonly Dictionary<(string Op, string Operand, BindContext Context), (JsonElement Operand, Predicate Test)> _bound = [];

    /// <summary>The condition, or null where it has an error.</summary>
    public Condition? Read(JsonValue value, Quantifier quantifier)
    {
        if (Fields.Of(value, Shape.Condition, sink) is not { } fields)
        {
            return null;
        }

        var path = _paths.Read(fields["path"]);
        var op = Op(fields["op"]);
        var dialect = Dialect(fields, op);
        if (fields["value"] is not { } operand || !sink.IsSound(operand) || path is null || op is null)
        {
            return null;
        }

        // Both look, so that both are reported.
        var fits = _operands.Pass(op.Name, operand);
        fits = _facts.Pass(path, fields["path"]!, op.Name, fields["op"]!, operand) && fits;
        if (!fits || !dialect.IsGood)
        {
            return null;
        }

        var isDate = path is { Root: PathRoot.Time, Steps: [{ Key: "date" }] };
        var (element, test, fault) = Bind(op, operand, new BindContext(quantifier, dialect.Word, isDate));
        if (test is null)
        {
            var code = Array.Find(FindingCode.All, known => known.Word == fault?.Code.Word)
                ?? FindingCode.OperandInvalid;
            sink.Add(code, operand, fault?.Message ?? $"`{op.Name}` cannot use this value", fault?.Help);
            return null;
        }

        var condition = new Condition
        {
            Path = path,
            Op = op.Name,
            Value = element,
            Dialect = dialect.Word,
            Test = test,
        };
        places.Set(condition, value);
        return condition;
    }

    // The same test under many tools is bound once: a pattern of its own for each would take a third of a mebibyte each.
    private (JsonElement Operand, Predicate? Test, Fault? Fault) Bind(Operator op, JsonValue operand, in BindContext context)
    {
        var written = text.Span[operand.Start..operand.End];
        var key = (op.Name, Encoding.UTF8.GetString(written), context);
        if (_bound.TryGetValue(key, out var known))
        {
            return (known.Operand, known.Test, null);
        }

        var element = JsonElement.Parse(written);
        var (test, fault) = op.Bind(element, context);
        if (test is not null)
        {
            _bound[key] = (element, test);
        }

        return (element, test, fault);
    }

    private Operator? Op(JsonValue? value)
    {
        if (values.Text(value, PatternReading.PatternCap) is not { } word || value is null)
        {
            return null;
        }

        if (OperatorTable.ByName.TryGetValue(word, out var op))
        {
            return op;
        }

        sink.Add(
            FindingCode.OperatorUnknown, value, $"{Quote.Text(word)} is not an operator",
            Suggest.Hint(word, [.. OperatorTable.All.Select(known => known.Name)]));
        return null;
    }

    private (string? Word, bool IsGood) Dialect(Fields fields, Operator? op)
    {
        if (fields["dialect"] is not { } value)
        {
            return (null, true);
        }

        if (op is { TakesDialect: false })
        {
            sink.Add(FindingCode.DialectUnused, fields.Member("dialect")!, $"`{op.Name}` reads no SQL",
                "leave `dialect` out");
            return (null, false);
        }

        if (values.Plain(value) is { } word && !Vocabulary.Dialects.Contains(word))
        {
            values.Unknown(value, Vocabulary.Dialects);
            return (null, false);
        }

        return (value.Text, value.Kind == JsonValueKind.String);
    }
}
