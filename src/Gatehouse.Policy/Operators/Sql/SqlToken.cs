namespace Gatehouse.Policy.Operators.Sql;

/// <summary>A piece of an SQL text.</summary>
/// <param name="kind">What it is.</param>
/// <param name="text">Its text; of a quoted piece nothing.</param>
internal readonly ref struct SqlToken(SqlTokenKind kind, ReadOnlySpan<byte> text)
{
    public SqlTokenKind Kind { get; } = kind;

    public ReadOnlySpan<byte> Text { get; } = text;

    /// <summary>Whether it is one word and nothing else, so that it is a key word or a name as it is written.</summary>
    public bool IsWord
    {
        get
        {
            if (Kind != SqlTokenKind.Name || char.IsAsciiDigit((char)Text[0]))
                return false;
            foreach (var unit in Text)
            {
                if (!SqlWords.IsWordCharacter(unit))
                    return false;
            }

            return true;
        }
    }

    /// <summary>Whether it is digits and nothing else: behind a dot a name to some servers, elsewhere to none.</summary>
    public bool IsWholeNumber => !Text.IsEmpty && !Text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
