using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Predicates;

/// <summary>One value that a path led to, or why it led to none.</summary>
/// <param name="State">What was met.</param>
/// <param name="Kind">The value's type.</param>
/// <param name="Start">Where its text begins in the arguments.</param>
/// <param name="Length">How long its text is.</param>
/// <param name="Previous">The cell before it in the same slot, or −1.</param>
internal readonly record struct Cell(CellState State, ArgumentKind Kind, int Start, int Length, int Previous);

/// <summary>What a path met: the table of `policy-language` section 3.</summary>
internal enum CellState : byte
{
    /// <summary>Another member equals the key when letter case is ignored.</summary>
    AmbiguousName = 0,

    /// <summary>A step into a value of another type.</summary>
    WrongType,

    /// <summary>Absent, null, or past the end.</summary>
    Missing,

    /// <summary><c>[*]</c> of an empty array: false, whatever the operator.</summary>
    Empty,

    /// <summary>A value.</summary>
    Value,
}
