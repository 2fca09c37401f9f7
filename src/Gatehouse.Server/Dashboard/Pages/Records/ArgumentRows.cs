using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Server.Dashboard.Pages.Records;

/// <summary>What a record keeps of a call's arguments, argument by argument.</summary>
internal static class ArgumentRows
{
    /// <summary>Name, type and bytes of each; what is not written so is left out.</summary>
    public static ImmutableArray<(string Name, string Type, long Bytes)> Of(JsonElement? arguments) =>
        arguments is not { ValueKind: JsonValueKind.Array } list ? []
        :
        [
            .. list.EnumerateArray()
                .Where(static one => one.ValueKind == JsonValueKind.Array && one.GetArrayLength() == 3
                    && one[0].ValueKind == JsonValueKind.String && one[1].ValueKind == JsonValueKind.String && one[2].ValueKind == JsonValueKind.Number)
                .Select(static one => (one[0].GetString()!, one[1].GetString()!, one[2].TryGetInt64(out var bytes) ? bytes : 0)),
        ];

    /// <summary>Whether there were more than a record names.</summary>
    public static bool AreMore(JsonElement? arguments) =>
        arguments is { ValueKind: JsonValueKind.Array } list && list.EnumerateArray().Any(static one => one.ValueKind == JsonValueKind.String);
}
