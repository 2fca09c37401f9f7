namespace Gatehouse.Cli.Output;

/// <summary>How a word is painted on a terminal that has colours; elsewhere it is plain.</summary>
internal enum Tone : byte
{
    /// <summary>As the rest.</summary>
    Plain = 0,

    /// <summary>It went well.</summary>
    Good,

    /// <summary>It did not.</summary>
    Bad,

    /// <summary>Worth a look.</summary>
    Careful,

    /// <summary>Beside the point.</summary>
    Dim,

    /// <summary>The point.</summary>
    Strong,
}

/// <summary>A word with its tone, for a hole of a line.</summary>
/// <param name="Text">The word; escaped like any other.</param>
/// <param name="Tone">Its tone.</param>
internal readonly record struct Painted(string Text, Tone Tone);
