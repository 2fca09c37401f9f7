namespace Gatehouse.Policy;

/// <summary>The stable word for one kind of expected failure, in kebab case, for example <c>operand-invalid</c>.</summary>
/// <remarks>Every code has its line in the reference, docs/reference/faults.md; a test holds the two together.</remarks>
public readonly record struct FaultCode(string Word)
{
    /// <summary>The operand of an operator has a type or spelling that it cannot use.</summary>
    public static readonly FaultCode OperandInvalid = new("operand-invalid");

    /// <summary>The SQL dialect of a condition is none that the gateway knows.</summary>
    public static readonly FaultCode DialectInvalid = new("dialect-invalid");

    /// <summary>A number of a policy cannot be compared exactly.</summary>
    public static readonly FaultCode NumberInexact = new("number-inexact");

    /// <summary>A regular expression is outside of what RE2 and .NET read alike, or too large.</summary>
    public static readonly FaultCode PatternInvalid = new("pattern-invalid");

    /// <inheritdoc/>
    public override string ToString() => Word;
}
