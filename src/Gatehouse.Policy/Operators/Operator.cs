using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary>A test that was bound to its operand when the policy was compiled.</summary>
/// <remarks>Called on the hot path: it takes no lock, allocates nothing on plain input and never throws.</remarks>
internal delegate Judgement Predicate(in ArgumentValue actual);

/// <summary>In which kind of entry a condition stands, for operators whose answer joins several parts.</summary>
internal enum Quantifier : byte
{
    /// <summary>In <c>deny_if</c> and <c>require_approval</c>: some part is enough.</summary>
    Some = 0,

    /// <summary>In <c>require</c>: every part must hold.</summary>
    Every,
}

/// <summary>One operator of the policy language: binds its operand once, judges values many times.</summary>
/// <remarks>
/// The predicate judges a *missing* value too (kind <see cref="ArgumentKind.Missing"/>), by the table of
/// `policy-language` section 3.
/// </remarks>
internal abstract class Operator
{
    /// <summary>The word in a policy's <c>op</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a condition with this operator may have the member <c>dialect</c>.</summary>
    public virtual bool TakesDialect => false;

    /// <summary>The types of values that this operator can judge with this operand; others are unknown.</summary>
    /// <param name="operand">An operand that <see cref="Bind"/> accepted.</param>
    public abstract JsonTypes Takes(JsonElement operand);

    /// <summary>Checks the operand and returns the test for it, or the fault that the validator reports.</summary>
    /// <param name="operand">The condition's <c>value</c>.</param>
    /// <param name="context">What stands around the condition.</param>
    public abstract (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context);

    /// <summary>The fault for an operand of a wrong type or spelling.</summary>
    protected (Predicate? Test, Fault? Fault) Refuse(string takes, string? help = null) =>
        (null, new Fault(FaultCode.OperandInvalid, $"`{Name}` takes {takes}", help));
}

/// <summary>What an operator may know of the condition that it is bound for.</summary>
/// <param name="Quantifier">How the parts of one value are joined.</param>
/// <param name="Dialect">The condition's <c>dialect</c> member, or null.</param>
/// <param name="Dates">
/// The path is <c>time.date</c>, the one fact that <c>lt</c>, <c>lte</c>, <c>gt</c> and <c>gte</c> order though it
/// is a string.
/// </param>
internal readonly record struct BindContext(Quantifier Quantifier, string? Dialect, bool Dates = false);
