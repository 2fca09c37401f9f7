using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary><c>ends_with</c>: the string ends with the operand; with a line break in it, nobody knows where it ends.</summary>
internal sealed class EndsWith : Operator
{
    public override string Name => "ends_with";

    public override JsonTypes Takes(JsonElement operand) => JsonTypes.String;

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context)
    {
        var (end, fault) = OperandText.Read(Name, operand);
        return end is null ? (null, fault) : (TextPredicate.Of(text => Test(text, end), Judgement.False), null);
    }

    private static Judgement Test(ReadOnlySpan<byte> text, byte[] end) => LineBreaks.IsIn(text)
        ? Judgement.Unknown(UnknownWhy.NotPlain)
        : Judgement.Of(text.EndsWith(end));
}
