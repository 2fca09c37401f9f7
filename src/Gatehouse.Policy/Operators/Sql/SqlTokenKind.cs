namespace Gatehouse.Policy.Operators.Sql;

/// <summary>The pieces that the kinds of an SQL text depend on.</summary>
internal enum SqlTokenKind : byte
{
    /// <summary>The rest cannot be cut with certainty.</summary>
    NotPlain = 0,

    /// <summary>The end of the text.</summary>
    End,

    /// <summary>A run of name characters: a key word, a name, a number or a variable.</summary>
    Name,

    /// <summary>A string or a quoted name.</summary>
    Quoted,

    /// <summary><c>(</c></summary>
    Open,

    /// <summary><c>)</c></summary>
    Close,

    /// <summary><c>.</c></summary>
    Dot,

    /// <summary><c>;</c></summary>
    Semicolon,

    /// <summary>Anything else.</summary>
    Other,
}
