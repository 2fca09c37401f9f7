using System.Text;
using System.Text.Json;
using Gatehouse.Policy.Operators.Patterns;

namespace Gatehouse.Policy.Operators;

/// <summary><c>regex</c>: the pattern matches somewhere in the string; <c>^</c> and <c>$</c> make it the whole.</summary>
internal sealed class RegexOperator : Operator
{
    private const int LongestPattern = 1024;

    public override string Name => "regex";

    public override JsonTypes Takes(JsonElement operand) => JsonTypes.String;

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context)
    {
        var (text, fault) = OperandText.Read(Name, operand);
        if (text is null)
            return (null, fault);
        if (TextLength.IsAbove(text, LongestPattern))
            return Refuse("a pattern of at most 1,024 characters", "several conditions are easier to read");
        var (pattern, error) = BoundPattern.Compile(Encoding.UTF8.GetString(text));
        return pattern is null
            ? (null, new Fault(FaultCode.PatternInvalid, $"`regex` cannot use this pattern: {error}", "use what RE2 and .NET share"))
            : (TextPredicate.Of(pattern.Matches, Judgement.False), null);
    }
}
