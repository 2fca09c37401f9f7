using System.Collections.Immutable;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Compile;

/// <summary>Resources and prompts: they must match the list of every document.</summary>
internal static class OtherDoors
{
    /// <summary>Whether the resource may be read.</summary>
    public static Decision Resource(IReadOnlyList<LayerIndex> documents, string uri, DateTimeOffset now) =>
        PlainUri.IsPlain(uri)
            ? Decide(documents, uri, now, document => document.Resources, "resources", "Resource")
            : Denied("(not plain)", "Resource", uri);

    /// <summary>Whether the prompt may be fetched.</summary>
    public static Decision Prompt(IReadOnlyList<LayerIndex> documents, string name, DateTimeOffset now) =>
        Decide(documents, name, now, document => document.Prompts, "prompts", "Prompt");

    /// <summary>Whether every document in force lets some resource pass.</summary>
    public static bool SomeResource(IReadOnlyList<LayerIndex> documents, DateTimeOffset now) => documents.All(index =>
        index.Observes(now) || (index.Layer.Document.Resources is { } patterns
            ? !patterns.IsEmpty
            : index.Layer.Document.Default == PolicyDefault.Allow));

    private static Decision Decide(
        IReadOnlyList<LayerIndex> documents,
        string name,
        DateTimeOffset now,
        Func<PolicyDocument, ImmutableArray<NamePattern>?> listOf,
        string member,
        string noun)
    {
        var observed = ImmutableArray<Observation>.Empty;
        foreach (var index in documents)
        {
            if (RuleAgainst(index.Layer, listOf(index.Layer.Document), name, member) is not { } rule)
            {
                continue;
            }

            if (!index.Observes(now))
            {
                return Denied(rule, noun, name) with { Observed = observed };
            }

            observed = observed.Add(new Observation(Outcome.Denied, rule));
        }

        return observed.IsEmpty ? Decision.Allow : Decision.Allow with { Observed = observed };
    }

    private static string? RuleAgainst(
        PolicyLayer layer, ImmutableArray<NamePattern>? patterns, string name, string member) =>
        patterns is { } list
            ? list.Any(pattern => pattern.Matches(name)) ? null : $"{layer.Prefix}/{member}"
            : layer.Document.Default == PolicyDefault.Allow ? null : $"{layer.Prefix}(default deny)";

    private static Decision Denied(string rule, string noun, string name) => new()
    {
        Outcome = Outcome.Denied,
        Rule = rule,
        Message = $"{noun} \"{name}\" is not permitted by policy.",
    };
}
