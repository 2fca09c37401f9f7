namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>One state of a compiled pattern.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Argument">The unit, the number of the set, or the <see cref="PatternPlace"/>.</param>
/// <param name="Next">The state behind it.</param>
/// <param name="Other">The second state behind a <see cref="PatternStep.Split"/>.</param>
internal readonly record struct PatternInstruction(PatternStep Kind, int Argument, int Next, int Other)
{
    /// <summary>Whether it takes a unit of the text.</summary>
    public bool Takes => Kind is PatternStep.Unit or PatternStep.Set;
}

/// <summary>What a state of a compiled pattern does.</summary>
internal enum PatternStep : byte
{
    /// <summary>The pattern matches.</summary>
    Match = 0,

    /// <summary>Takes one unit.</summary>
    Unit,

    /// <summary>Takes a unit of a set.</summary>
    Set,

    /// <summary>Goes on where the place is such a one.</summary>
    Place,

    /// <summary>Goes on in two ways.</summary>
    Split,
}
