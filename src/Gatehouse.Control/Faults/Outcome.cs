namespace Gatehouse.Control.Faults;

/// <summary>What an administration says: a value or a refusal, never both.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <param name="Value">Null with a refusal.</param>
/// <param name="Refusal">Null with a value.</param>
internal readonly record struct Outcome<T>(T? Value, Refusal? Refusal)
    where T : class
{
    public static implicit operator Outcome<T>(T value) => new(value, null);

    public static implicit operator Outcome<T>(Refusal refusal) => new(null, refusal);

    public static implicit operator Outcome<T>(Policy.Fault fault) => new(null, fault);

    /// <summary>The same refusal, or another shape of the value.</summary>
    public Outcome<TOther> Map<TOther>(Func<T, TOther> shape)
        where TOther : class => Value is { } value ? new(shape(value), null) : new(null, Refusal);
}
