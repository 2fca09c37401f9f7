using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary>Which types of values an operand can be compared with.</summary>
internal static class OperandTypes
{
    /// <summary>The type of a scalar; any for null, which asks for presence only; of a list, all of its elements'.</summary>
    public static JsonTypes ComparedType(this JsonElement operand) => operand.ValueKind switch
    {
        JsonValueKind.String => JsonTypes.String,
        JsonValueKind.Number => JsonTypes.Number,
        JsonValueKind.True or JsonValueKind.False => JsonTypes.Boolean,
        JsonValueKind.Null => JsonTypes.Any,
        JsonValueKind.Array => OfElements(operand),
        _ => JsonTypes.None,
    };

    // In a list null adds no type: beside other elements it leaves a value of a further type unknown.
    private static JsonTypes OfElements(JsonElement list)
    {
        var types = JsonTypes.None;
        foreach (var element in list.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Null)
                types |= element.ComparedType();
        }

        return types == JsonTypes.None ? JsonTypes.Any : types;
    }
}
