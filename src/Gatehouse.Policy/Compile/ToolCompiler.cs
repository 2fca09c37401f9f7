using System.Collections.Immutable;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Operators;
using Gatehouse.Policy.Predicates;
using Gatehouse.Policy.Predicates.Schema;

namespace Gatehouse.Policy.Compile;

/// <summary>Brings together what all documents say of one tool.</summary>
internal sealed class ToolCompiler
{
    private readonly ToolFacts _tool;
    private readonly PathTree _paths = new();
    private readonly ConditionCompiler _conditions;

    private ToolCompiler(ToolFacts tool)
    {
        _tool = tool;
        _conditions = new ConditionCompiler(tool, _paths);
    }

    /// <summary>Compiles the rules of one tool.</summary>
    public static CompiledTool Compile(IEnumerable<LayerIndex> documents, ToolFacts tool)
    {
        var compiler = new ToolCompiler(tool);
        CompiledLayer[] layers = [.. documents.Select(compiler.Layer)];
        var limits = layers.SelectMany(layer => layer.Limits).ToArray();
        return new CompiledTool
        {
            Layers = layers,
            Paths = compiler._paths.Seal(),
            MayObserve = layers.Any(layer => layer.Index.Layer.Document.Mode == PolicyMode.Observe),
            HasCounted = limits.Any(limit => limit.IsCounted),
            Allowed = limits.Length == 0
                ? Decision.Allow
                : new Decision { Outcome = Outcome.Allowed, Limits = [.. limits.Select(limit => limit.OneCall)] },
        };
    }

    private CompiledLayer Layer(LayerIndex index)
    {
        var document = index.Layer.Document;
        var keys = index.KeysOf(_tool.Name);
        if (keys.IsEmpty && document.Default == PolicyDefault.Deny)
        {
            return new CompiledLayer 
            {
                Index = index,
                Hides = index.Hides(_tool.Name),
                DefaultDenial = NotPermitted(index.Layer.Prefix),
            };
        }

        ImmutableArray<ToolRules> all = document.AllTools is { } general ? [general, .. keys] : keys;
        return new CompiledLayer
        {
            Index = index,
            Hides = index.Hides(_tool.Name),
            ActionDenial = all.Where(rules => rules.Action == ToolAction.Deny)
                .Select(rules => Blocked(index.Layer.Prefix, rules)).FirstOrDefault(),
            Arguments = [.. all.Where(rules => rules.Arguments.Mode != ArgumentsMode.Any)
                .Select(rules => ($"{index.Layer.Prefix}{rules.Pointer}/arguments", ArgumentsOf(rules.Arguments)))],
            Require = Entries(index.Layer, all, rules => rules.Require, Quantifier.Every),
            DenyIf = Entries(index.Layer, all, rules => rules.DenyIf, Quantifier.Some),
            Limits = [.. all.SelectMany(rules => rules.Limits).Select(limit => Limit(index.Layer, limit))],
            Approvals = Entries(index.Layer, all, AskingEntries, Quantifier.Some),
        };
    }

    private CompiledEntry[] Entries(
        PolicyLayer layer,
        ImmutableArray<ToolRules> all,
        Func<ToolRules, IEnumerable<RuleEntry>> list,
        Quantifier quantifier) =>
        [.. all.SelectMany(list).Select(entry => new CompiledEntry(
            layer.Prefix,
            entry,
            [.. entry.Conditions.Select(condition => _conditions.Compile(condition, quantifier, layer.Document))]))];

    private CompiledLimit Limit(PolicyLayer layer, LimitRule limit) =>
        new(layer, limit, limit.IncrementFrom is { } path ? _paths.Slot(path.Steps) : -1);

    private ArgumentsCheck ArgumentsOf(ArgumentsRule rule) => rule.Mode switch
    {
        ArgumentsMode.Names => new NamedArguments(rule.Names),
        ArgumentsMode.Declared => new DeclaredArguments(_tool.InputSchema),
        _ => new SchemaArguments(_tool.InputSchema),
    };

    // An action that asks is an entry without conditions that stands behind the written ones.
    private static IEnumerable<RuleEntry> AskingEntries(ToolRules rules) =>
        rules.Action != ToolAction.RequireApproval ? rules.RequireApproval : rules.RequireApproval.Add(new RuleEntry
        {
            Rule = $"{rules.Pointer}/action",
            Conditions = [],
            Message = rules.Reason,
        });

    private Decision NotPermitted(string prefix) => new()
    {
        Outcome = Outcome.Denied,
        Rule = $"{prefix}(default deny)",
        Message = DenialText.NotPermitted(_tool.Name),
    };

    private Decision Blocked(string prefix, ToolRules rules) => new()
    {
        Outcome = Outcome.Denied,
        Rule = $"{prefix}{rules.Pointer}/action",
        Message = rules.Reason ?? DenialText.Blocked(_tool.Name),
    };
}
