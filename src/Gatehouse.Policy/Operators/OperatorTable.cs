using System.Collections.Frozen;

namespace Gatehouse.Policy.Operators;

/// <summary>Every operator of the language; what is not listed here does not exist.</summary>
internal static class OperatorTable
{
    /// <summary>All operators, in the order of the reference.</summary>
    public static readonly Operator[] All =
    [
        new Eq(), new Neq(),
        new Lt(), new Lte(), new Gt(), new Gte(),
        new In(), new NotIn(),
        new Exists(),
        new RegexOperator(), new Contains(),
        new StartsWith(), new EndsWith(),
        new LengthGt(), new LengthLt(),
        new PathWithin(), new PathNotWithin(),
        new HostIn(), new HostNotIn(),
        new SqlIn(), new SqlNotIn(),
    ];

    /// <summary>Operators by their word.</summary>
    public static readonly FrozenDictionary<string, Operator> ByName =
        All.ToFrozenDictionary(op => op.Name, StringComparer.Ordinal);
}
