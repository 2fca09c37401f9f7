namespace Gatehouse.Policy.Operators;

/// <summary>The JSON type of an argument value. Absent and null are one thing.</summary>
public enum ArgumentKind : byte
{
    /// <summary>Absent or null.</summary>
    Missing = 0,

    /// <summary>A string.</summary>
    String,

    /// <summary>A number.</summary>
    Number,

    /// <summary>True.</summary>
    True,

    /// <summary>False.</summary>
    False,

    /// <summary>An array.</summary>
    Array,

    /// <summary>An object.</summary>
    Object,
}

/// <summary>One value of the call as the operators see it: a view of the request's own bytes.</summary>
/// <remarks>
/// The bytes have passed the strict reader: valid UTF-8, no lone surrogates, no duplicate members. Nothing here
/// allocates; a string is decoded by its reader into a buffer of its own.
/// </remarks>
public readonly ref struct ArgumentValue
{
    /// <summary>A value of the given type from its JSON text.</summary>
    /// <param name="kind">The JSON type.</param>
    /// <param name="json">The value's own text without blanks around it; a string with its quotes and escapes.</param>
    public ArgumentValue(ArgumentKind kind, ReadOnlySpan<byte> json)
    {
        Kind = kind;
        Json = json;
    }

    /// <summary>The JSON type.</summary>
    public ArgumentKind Kind { get; }

    /// <summary>The value's JSON text; empty when missing.</summary>
    public ReadOnlySpan<byte> Json { get; }
}
