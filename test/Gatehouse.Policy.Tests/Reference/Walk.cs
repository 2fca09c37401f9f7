using System.Text.Json;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>Follows the steps of a path through a JSON value.</summary>
internal static class Walk
{
    public static Found Through(JsonElement? here, IReadOnlyList<Step> steps)
    {
        // "the member is absent or null, or the index is past the end: as for missing; null and missing are one thing".
        if (here is not { } value || value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined)
        {
            return new Found.Missing();
        }

        if (steps.Count == 0)
        {
            return new Found.Value(value);
        }

        var rest = steps.Skip(1).ToList();
        return steps[0] switch
        {
            { IsEvery: true } => Every(value, rest),
            { Index: { } index } => Element(value, index, rest),
            { Key: { } key } => Member(value, key, rest),
            _ => throw new InvalidOperationException("a step is a key, an index or a star"),
        };
    }

    private static Found Member(JsonElement value, string key, List<Step> rest)
    {
        // "`.key` into what is not an object: unknown".
        if (value.ValueKind != JsonValueKind.Object)
        {
            return new Found.Unclear(UnknownWhy.WrongType);
        }

        // "the object has another member that equals the key when letter case is ignored: unknown, `exists` too".
        var names = value.EnumerateObject().Select(member => member.Name).ToList();
        if (names.Any(name => name != key && LetterCase.Same(name, key)))
        {
            return new Found.Unclear(UnknownWhy.AmbiguousName);
        }

        return Through(names.Contains(key) ? value.GetProperty(key) : null, rest);
    }

    private static Found Element(JsonElement value, int index, List<Step> rest) =>
        value.ValueKind != JsonValueKind.Array
            ? new Found.Unclear(UnknownWhy.WrongType)
            : Through(index < value.GetArrayLength() ? value[index] : null, rest);

    private static Found Every(JsonElement value, List<Step> rest) =>
        value.ValueKind != JsonValueKind.Array
            ? new Found.Unclear(UnknownWhy.WrongType)
            : new Found.Every([.. value.EnumerateArray().Select(element => Through(element, rest))]);
}
