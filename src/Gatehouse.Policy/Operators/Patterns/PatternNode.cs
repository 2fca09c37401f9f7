using System.Collections.Immutable;

namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>A part of a pattern. Groups do not capture: only whether there is a match is asked.</summary>
internal abstract record PatternNode
{
    private PatternNode()
    {
    }

    /// <summary>One unit of a set.</summary>
    internal sealed record Unit(CharSet Set) : PatternNode;

    /// <summary>A test of the place, which takes nothing.</summary>
    internal sealed record Place(PatternPlace Test) : PatternNode;

    /// <summary>One part after the other.</summary>
    internal sealed record Sequence(ImmutableArray<PatternNode> Parts) : PatternNode;

    /// <summary>Some part.</summary>
    internal sealed record Choice(ImmutableArray<PatternNode> Parts) : PatternNode;

    /// <summary>A part at least <c>Low</c> times, and at most <c>High</c> times where that is not null.</summary>
    internal sealed record Repeat(PatternNode Part, int Low, int? High) : PatternNode;
}

/// <summary>What can be asked of a place in a text.</summary>
internal enum PatternPlace : byte
{
    /// <summary>The very end.</summary>
    End = 0,

    /// <summary>The beginning.</summary>
    Begin,

    /// <summary>The beginning, or behind a line feed.</summary>
    LineBegin,

    /// <summary>The end, or before a line feed.</summary>
    LineEnd,

    /// <summary>A word character on one side only.</summary>
    Border,

    /// <summary>A word character on both sides or on none.</summary>
    NoBorder,
}
