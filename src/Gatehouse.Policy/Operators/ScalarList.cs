using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary>The list of <c>in</c> and <c>not_in</c>, its elements grouped by type.</summary>
internal sealed class ScalarList
{
    private readonly byte[][] texts;
    private readonly ExactNumber[] numbers;
    private readonly bool hasTrue;
    private readonly bool hasFalse;
    private readonly bool isTyped;
    private readonly TextTest anyText;

    private ScalarList(IReadOnlyCollection<Scalar> elements)
    {
        texts = [.. elements.Where(element => element.Type == JsonTypes.String).Select(element => element.Text)];
        numbers = [.. elements.Where(element => element.Type == JsonTypes.Number).Select(element => element.Number)];
        hasTrue = elements.Any(element => element is { Type: JsonTypes.Boolean, Truth: true });
        hasFalse = elements.Any(element => element is { Type: JsonTypes.Boolean, Truth: false });
        HasNull = elements.Any(element => element.IsNull);
        isTyped = elements.Any(element => !element.IsNull);
        anyText = AnyText;
    }

    /// <summary>Whether null is listed, which is equal to a missing value.</summary>
    public bool HasNull { get; }

    /// <summary>Reads a list of scalars that is not empty.</summary>
    public static (ScalarList? List, Fault? Fault) Read(string op, JsonElement operand)
    {
        if (operand.ValueKind != JsonValueKind.Array)
            return (null, new Fault(FaultCode.OperandInvalid, $"`{op}` takes a list of plain values", "write it in brackets"));
        var elements = new List<Scalar>(operand.GetArrayLength());
        foreach (var element in operand.EnumerateArray())
        {
            var (scalar, fault) = Scalar.Read(op, element);
            if (scalar is null)
                return (null, fault);
            elements.Add(scalar);
        }

        return elements.Count == 0 ? (null, OperandFaults.EmptyList(op)) : (new ScalarList(elements), null);
    }

    /// <summary>The operator <c>in</c>: only elements of the value's type count, and without one it is unknown.</summary>
    public Judgement Has(in ArgumentValue actual) => actual.Kind switch
    {
        ArgumentKind.Missing => Judgement.Of(HasNull),
        ArgumentKind.String when texts.Length > 0 => DecodedText.Judge(actual.Json, anyText),
        ArgumentKind.Number when numbers.Length > 0 => AnyNumber(actual.Json),
        ArgumentKind.True when hasTrue || hasFalse => Judgement.Of(hasTrue),
        ArgumentKind.False when hasTrue || hasFalse => Judgement.Of(hasFalse),
        _ => isTyped ? Judgement.Unknown(UnknownWhy.WrongType) : Judgement.False,
    };

    private Judgement AnyText(ReadOnlySpan<byte> actual)
    {
        foreach (var text in texts)
        {
            if (actual.SequenceEqual(text))
                return Judgement.True;
        }

        return Judgement.False;
    }

    private Judgement AnyNumber(ReadOnlySpan<byte> lexeme)
    {
        if (!ExactNumber.TryRead(lexeme, out var actual))
            return Judgement.Unknown(UnknownWhy.InexactNumber);
        var joined = Judgement.False;
        foreach (var number in numbers)
        {
            var one = number.EqualTo(actual);
            if (one.Truth == Truth.True)
                return one;
            if (one.Truth == Truth.Unknown)
                joined = one;
        }

        return joined;
    }
}
