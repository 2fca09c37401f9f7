using System.Collections.Frozen;
using System.Collections.Immutable;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Compile;

/// <summary>One document in force, arranged so that the rules of a tool are found by its name.</summary>
internal sealed class LayerIndex
{
    private readonly FrozenDictionary<string, ToolRules> _exact;
    private readonly ImmutableArray<ToolRules> _patterns;
    private readonly FrozenSet<string> _hiddenNames;
    private readonly ImmutableArray<NamePattern> _hiddenPatterns;

    public LayerIndex(PolicyLayer layer)
    {
        Layer = layer;
        var keys = layer.Document.Tools;
        _exact = keys.Where(rules => rules.Key!.IsExact)
            .ToFrozenDictionary(rules => rules.Key!.Text, StringComparer.Ordinal);
        _patterns = [.. keys.Where(rules => !rules.Key!.IsExact)
            .OrderByDescending(rules => rules.Key!.LiteralLength)
            .ThenBy(rules => rules.Key!.Text, StringComparer.Ordinal)];
        _hiddenNames = layer.Document.Hide.Where(name => name.IsExact).Select(name => name.Text)
            .ToFrozenSet(StringComparer.Ordinal);
        _hiddenPatterns = [.. layer.Document.Hide.Where(name => !name.IsExact)];
    }

    /// <summary>The document and its place.</summary>
    public PolicyLayer Layer { get; }

    /// <summary>Whether the document is only logged at that time.</summary>
    public bool Observes(DateTimeOffset now) =>
        Layer.Document.Mode == PolicyMode.Observe && now < Layer.Document.ObserveUntil;

    /// <summary>Whether the document hides the tool.</summary>
    public bool Hides(string tool)
    {
        if (_hiddenNames.Contains(tool))
        {
            return true;
        }

        foreach (var pattern in _hiddenPatterns)
        {
            if (pattern.Matches(tool))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The keys that apply to a tool: exact first, then most literal characters, then ordinally.</summary>
    public ImmutableArray<ToolRules> KeysOf(string tool)
    {
        var exact = _exact.GetValueOrDefault(tool);

        // The one way out of a pattern that denies, in plain sight.
        if (exact is { Action: ToolAction.Allow })
        {
            return [exact];
        }

        var patterns = _patterns.Where(rules => rules.Key!.Matches(tool));
        return exact is null ? [.. patterns] : [exact, .. patterns];
    }
}
