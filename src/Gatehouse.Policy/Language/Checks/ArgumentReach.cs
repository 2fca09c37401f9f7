using System.Collections.Immutable;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Language.Checks;

/// <summary>The tools that the rules of one key are for, and what their schemas say of an argument.</summary>
/// <param name="seen">The document.</param>
/// <param name="tools">Those of the tools whose schema is known.</param>
/// <param name="isAllTools">Whether the rules stand in <c>all_tools</c>, where not every tool need have the
/// argument.</param>
internal sealed class ArgumentReach(Checked seen, ImmutableArray<(string Name, SchemaView Schema)> tools,
    bool isAllTools)
{
    /// <summary>Reports an argument that tools lack, have in another type, or may be sent without.</summary>
    /// <param name="part">The condition or limit.</param>
    /// <param name="path">The argument.</param>
    /// <param name="takes">The types that can be judged.</param>
    /// <param name="isBound">Whether leaving the argument out denies.</param>
    /// <param name="countsDefault">Whether the schema's default stands for an argument that is left out.</param>
    public void Report(object part, ConditionPath path, JsonTypes takes, bool isBound, bool countsDefault)
    {
        var found = tools.Select(tool => (tool.Name, Argument: tool.Schema.Find(path))).ToList();
        var text = Quote.Text(path.Text);
        string[] without = [.. found.Where(tool => !tool.Argument.IsDeclared).Select(tool => tool.Name)];
        var isReported = without.Length > 0 && (!isAllTools || without.Length == found.Count);
        if (isReported)
        {
            seen.Report(
                FindingCode.ArgumentUndeclared, part, $"{text} is not in the schema of {Quote.Some(without)}",
                isBound ? "without it every call is denied" : "look the name up in the tool's schema");
        }

        string[] typed = [.. found.Where(tool => !CanBe(tool.Argument, takes)).Select(tool => tool.Name)];
        if (typed.Length > 0)
        {
            seen.Report(
                FindingCode.ArgumentType, part, $"{text} has another type in the schema of {Quote.Some(typed)}",
                "a value of another type cannot be judged, which counts against the call");
        }

        string[] optional =
        [
            .. found.Where(tool => tool.Argument.IsOptional && !(countsDefault && tool.Argument.HasDefault)
                    && (tool.Argument.IsDeclared || !isReported))
                .Select(tool => tool.Name),
        ];
        if (isBound && optional.Length > 0)
        {
            seen.Report(
                FindingCode.BoundOnOptional, part,
                $"{text} may be left out in calls of {Quote.Some(optional)}, which denies them",
                "if that is not meant, add a condition on the same path with `exists` true");
        }
    }

    private static bool CanBe(SchemaArgument argument, JsonTypes takes) =>
        !argument.IsDeclared || (argument.Types & takes) != JsonTypes.None;

    /// <summary>Reports an argument of which a part of a text and an element of a list cannot be told apart.</summary>
    public void ReportAmbiguous(object part, ConditionPath path)
    {
        const JsonTypes both = JsonTypes.String | JsonTypes.Array;
        string[] names =
        [
            .. tools.Where(tool => tool.Schema.Find(path) is { Types: not JsonTypes.Any } argument
                && (argument.Types & both) == both)
                .Select(tool => tool.Name),
        ];
        if (names.Length > 0)
        {
            seen.Report(
                FindingCode.ContainsAmbiguous, part,
                $"{Quote.Text(path.Text)} may be a text or a list in {Quote.Some(names)}, which `contains` tests apart",
                "test the elements: a path with [*] and `eq`");
        }
    }
}
