using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CsCheck;
using Gatehouse.Policy.Compile;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Predicates;
using Xunit;

namespace Gatehouse.Policy.Tests.Predicates;

/// <summary>One walk along many paths finds what the standard reader finds along each of them alone.</summary>
public sealed class ArgumentWalkProperties
{
    private static readonly Gen<string> Json = Gen.Recursive<string>((depth, again) => depth > 3
        ? Word("1", "\"s\"", "null", "true", "-2.5e3")
        : Gen.Frequency(
            (2, Word("1", "\"a\\\"}]\"", "null", "false", "\"\"", "{}", "[]")),
            (3, Gen.Select(Word("a", "b", "A", "\\u0061", "c", "long_name_that_no_path_has"), again).Array[0, 4]
                .Select(members => "{ " + string.Join(" , ", members.DistinctBy(member => JsonText.Decode(Encoding.UTF8.GetBytes(member.Item1))).Select(member => $"\"{member.Item1}\" : {member.Item2}")) + "}")),
            (2, again.Array[0, 3].Select(parts => "[" + string.Join(",", parts) + " ]"))));

    private static readonly Gen<PathStep> Step = Gen.Frequency(
        (6, Word("a", "b", "A", "c").Select(key => new PathStep(PathStepKind.Member, key, 0))),
        (2, Gen.Int[0, 2].Select(index => new PathStep(PathStepKind.Element, null, index))),
        (2, Gen.Const(new PathStep(PathStepKind.Every, null, 0))));

    [Fact]
    public void Run_ManyPaths_FindsWhatEachFindsAlone() => Gen.Select(Json, Step.Array[0, 4].Array[1, 6]).Sample((json, paths) =>
    {
        var tree = new PathTree();
        var slots = paths.Select(path => tree.Slot(path)).ToArray();
        tree.Seal();
        var bytes = CallReading.OrEmpty(Encoding.UTF8.GetBytes(json)).ToArray();
        var cells = new CellTable(new Cell[2], new int[tree.SlotCount]);

        ArgumentWalk.Run(tree, bytes, ref cells, new int[tree.NodeCount * 2]);

        using var document = JsonDocument.Parse(bytes);
        for (var i = 0; i < paths.Length; i++)
        {
            var expected = Follow(document.RootElement, [.. paths[i]]).ToHashSet(StringComparer.Ordinal);
            Assert.Equal(expected.Order(StringComparer.Ordinal), Found(cells, slots[i], bytes).Order(StringComparer.Ordinal));
        }

        cells.Dispose();
    });

    private static HashSet<string> Found(CellTable cells, int slot, byte[] json)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (var at = cells.Tails[slot]; at >= 0; at = cells[at].Previous)
        {
            var cell = cells[at];
            found.Add(cell.State == CellState.Value ? Encoding.UTF8.GetString(json, cell.Start, cell.Length) : cell.State.ToString());
        }

        return found;
    }

    // The slow, obvious way: one path, one parsed document.
    private static IEnumerable<string> Follow(JsonElement place, ImmutableArray<PathStep> steps)
    {
        if (place.ValueKind == JsonValueKind.Null)
        {
            return ["Missing"];
        }

        if (steps.IsEmpty)
        {
            return [place.GetRawText()];
        }

        var (step, rest) = (steps[0], steps.RemoveAt(0));
        if (place.ValueKind != (step.Kind == PathStepKind.Member ? JsonValueKind.Object : JsonValueKind.Array))
        {
            return ["WrongType"];
        }

        if (step.Kind == PathStepKind.Member)
        {
            var names = place.EnumerateObject().Select(member => member.Name).ToArray();
            return names.Any(name => name != step.Key && string.Equals(name, step.Key, StringComparison.OrdinalIgnoreCase)) ? ["AmbiguousName"]
                : names.Contains(step.Key) ? Follow(place.GetProperty(step.Key!), rest)
                : ["Missing"];
        }

        var elements = place.EnumerateArray().ToArray();
        if (step.Kind == PathStepKind.Element)
        {
            return step.Index < elements.Length ? Follow(elements[step.Index], rest) : ["Missing"];
        }

        return elements.Length == 0 ? ["Empty"] : elements.SelectMany(element => Follow(element, rest));
    }

    private static Gen<string> Word(params string[] words) => Gen.Int[0, words.Length - 1].Select(index => words[index]);
}
