using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary>A string, number, boolean or null of a policy, ready to be compared.</summary>
internal sealed class Scalar
{
    private readonly TextTest sameText;

    private Scalar(JsonTypes type, byte[] text, ExactNumber number, bool truth)
    {
        Type = type;
        Text = text;
        Number = number;
        Truth = truth;
        sameText = actual => Judgement.Of(actual.SequenceEqual(Text));
    }

    /// <summary>Its type; <see cref="JsonTypes.None"/> for null.</summary>
    public JsonTypes Type { get; }

    /// <summary>Whether it is null, which is the same as missing.</summary>
    public bool IsNull => Type == JsonTypes.None;

    /// <summary>The decoded text in UTF-8; empty unless it is a string.</summary>
    public byte[] Text { get; }

    /// <summary>The number; zero unless it is one.</summary>
    public ExactNumber Number { get; }

    /// <summary>The boolean; false unless it is one.</summary>
    public bool Truth { get; }

    /// <summary>Reads a scalar for the operator of the given name.</summary>
    public static (Scalar? Scalar, Fault? Fault) Read(string op, JsonElement operand)
    {
        switch (operand.ValueKind)
        {
            case JsonValueKind.Null:
                return (new Scalar(JsonTypes.None, [], default, false), null);
            case JsonValueKind.True or JsonValueKind.False:
                return (new Scalar(JsonTypes.Boolean, [], default, operand.ValueKind == JsonValueKind.True), null);
            case JsonValueKind.Number:
                return ExactNumber.TryRead(JsonMarshal.GetRawUtf8Value(operand), out var number)
                    ? (new Scalar(JsonTypes.Number, [], number, false), null)
                    : (null, OperandFaults.InexactNumber(op));
            case JsonValueKind.String:
                var (text, fault) = OperandText.Read(op, operand);
                return text is null ? (null, fault) : (new Scalar(JsonTypes.String, text, default, false), null);
            default:
                return (null, new Fault(
                    FaultCode.OperandInvalid, $"`{op}` takes a string, a number, a boolean or null", "write one plain value"));
        }
    }

    /// <summary>The operator <c>eq</c>: the value is this one, or unknown where the types differ.</summary>
    public Judgement EqualTo(in ArgumentValue actual)
    {
        if (IsNull)
            return Judgement.Of(actual.Kind == ArgumentKind.Missing);
        if (actual.Kind == ArgumentKind.Missing)
            return Judgement.False;
        if (actual.Kind.Type() != Type)
            return Judgement.Unknown(UnknownWhy.WrongType);
        return Type switch
        {
            JsonTypes.String => DecodedText.Judge(actual.Json, sameText),
            JsonTypes.Number => ExactNumber.TryRead(actual.Json, out var number)
                ? Number.EqualTo(number)
                : Judgement.Unknown(UnknownWhy.InexactNumber),
            _ => Judgement.Of(Truth == (actual.Kind == ArgumentKind.True)),
        };
    }
}
