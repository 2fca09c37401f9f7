namespace Gatehouse.Policy.Predicates;

/// <summary>One call while it is decided: its facts, and what the paths led to.</summary>
internal ref struct CallReading
{
    /// <summary>The facts.</summary>
    public CallFacts Call;

    /// <summary>The arguments; absent or null ones are <c>{}</c> here.</summary>
    public ReadOnlySpan<byte> Arguments;

    /// <summary>What the paths into the arguments led to.</summary>
    public CellTable Cells;

    /// <summary>JSON as it came; nothing, or <c>null</c>, reads as <c>{}</c>.</summary>
    public static ReadOnlySpan<byte> OrEmpty(ReadOnlySpan<byte> json)
    {
        var trimmed = json.Trim(" \t\r\n"u8);
        return trimmed.IsEmpty || trimmed.SequenceEqual("null"u8) ? "{}"u8 : trimmed;
    }
}
