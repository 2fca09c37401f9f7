namespace Gatehouse.Policy.Operators;

/// <summary>Which JSON type a kind of value is: true and false are one type.</summary>
internal static class ArgumentKindTypes
{
    /// <summary>The JSON type; none for a missing value.</summary>
    public static JsonTypes Type(this ArgumentKind kind) => kind switch
    {
        ArgumentKind.String => JsonTypes.String,
        ArgumentKind.Number => JsonTypes.Number,
        ArgumentKind.True or ArgumentKind.False => JsonTypes.Boolean,
        ArgumentKind.Array => JsonTypes.Array,
        ArgumentKind.Object => JsonTypes.Object,
        _ => JsonTypes.None,
    };
}
