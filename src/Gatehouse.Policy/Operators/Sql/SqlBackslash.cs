namespace Gatehouse.Policy.Operators.Sql;

/// <summary>What a backslash inside of quotes does.</summary>
internal enum SqlBackslash : byte
{
    /// <summary>Dialects differ: the text is not plain.</summary>
    Refused = 0,

    /// <summary>A setting of the server decides: right before the quote the text is not plain.</summary>
    Setting,

    /// <summary>It takes the next character in.</summary>
    Escape,

    /// <summary>It is a character like any other.</summary>
    Plain,
}
