using System.Collections.Immutable;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Every fact that a path can name, by root: section 3.</summary>
internal static class FactTable
{
    private static readonly Fact _name = new(FactKind.Name, []);
    private static readonly Fact _claim = new(FactKind.Text, [], MayBeMissing: true, IsClaim: true);

    private static readonly Dictionary<string, Fact> _facts = new(StringComparer.Ordinal)
    {
        ["tool.name"] = _name,
        ["tool.category"] = new(FactKind.Word, Vocabulary.Categories),
        ["tool.risk"] = new(FactKind.Word, Vocabulary.Risks),
        ["server.name"] = _name,
        ["server.id"] = _name,
        ["grant.label"] = new(FactKind.Text, []),
        ["grant.id"] = _name,
        ["client.name"] = _claim,
        ["client.version"] = _claim,
        ["session.called"] = new(FactKind.Calls, []),
        ["session.called_categories"] = new(FactKind.Calls, Vocabulary.Categories),
        ["session.tainted"] = new(FactKind.Flag, []),
        ["time.hour"] = new(FactKind.Hour, []),
        ["time.weekday"] = new(FactKind.Word, Vocabulary.Weekdays),
        ["time.date"] = new(FactKind.Date, []),
    };

    private static readonly Fact _tag = new(FactKind.Text, [], MayBeMissing: true);
    private static readonly Fact _annotation = new(FactKind.Any, [], MayBeMissing: true, IsClaim: true);

    /// <summary>All facts as they are written, those with a free last part with <c>*</c> for it.</summary>
    public static readonly ImmutableArray<string> Written = [.. _facts.Keys, "tool.annotations.*", "grant.tags.*"];

    /// <summary>The fact that a path names, or null where there is none.</summary>
    public static Fact? Find(ConditionPath path)
    {
        if (path.Steps is not [{ Kind: PathStepKind.Member, Key: { } key }, ..])
        {
            return null;
        }

        var hasNamed = path.Steps.Length > 1 && path.Steps[1].Kind == PathStepKind.Member;
        return (path.Root, key) switch
        {
            (PathRoot.Tool, "annotations") => hasNamed ? _annotation : null,
            (PathRoot.Grant, "tags") => hasNamed && path.Steps.Length == 2 ? _tag : null,
            _ => path.Steps.Length == 1 ? _facts.GetValueOrDefault(Word(path.Root) + "." + key) : null,
        };
    }

    /// <summary>What can be written behind a root, for a hint.</summary>
    public static ImmutableArray<string> Under(PathRoot root)
    {
        var start = Word(root) + ".";
        return [.. Written.Where(fact => fact.StartsWith(start, StringComparison.Ordinal))];
    }

    private static string Word(PathRoot root) => Vocabulary.Root.Meanings.First(entry => entry.Meaning == root).Word;
}
