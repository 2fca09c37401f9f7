namespace Gatehouse.Policy.Predicates;

/// <summary>Which members <c>params.arguments</c> may have: step 5.</summary>
internal abstract class ArgumentsCheck
{
    /// <summary>Says what is wrong with the arguments, as the agent reads it; null where nothing is.</summary>
    public abstract string? Objection(ReadOnlySpan<byte> arguments);
}
