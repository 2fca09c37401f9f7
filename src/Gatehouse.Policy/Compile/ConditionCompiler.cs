using System.Text;
using System.Text.Json;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Operators;
using Gatehouse.Policy.Predicates;

namespace Gatehouse.Policy.Compile;

/// <summary>Binds conditions to where their values will be found.</summary>
internal sealed class ConditionCompiler(ToolFacts tool, PathTree paths)
{
    private readonly SchemaDefaults _defaults = new(tool.InputSchema);

    /// <summary>Compiles one condition of one document.</summary>
    public CompiledCondition Compile(Condition condition, Quantifier quantifier, PolicyDocument document) =>
        condition.Path.Root switch
        {
            PathRoot.Args => Argument(condition, quantifier),
            PathRoot.Tool => Tool(condition, quantifier),
            PathRoot.Session => new SessionCondition(condition, document.Outside),
            PathRoot.Time => new TimeCondition(condition, document.TimeZone),
            _ => new NamedFactCondition(condition),
        };

    private ArgumentCondition Argument(Condition condition, Quantifier quantifier)
    {
        var takesDefault = quantifier == Quantifier.Some && !AsksForPresence(condition);
        var standIn = takesDefault ? _defaults.Find(condition.Path.Steps) : [];
        return new ArgumentCondition(condition, paths.Slot(condition.Path.Steps), quantifier, standIn);
    }

    // `eq null` is `exists false`: no default stands in for a question whether something is there at all.
    private static bool AsksForPresence(Condition condition) =>
        condition.Op == "exists"
        || (condition.Op is "eq" or "neq" && condition.Value.ValueKind == JsonValueKind.Null);

    private ConstantCondition Tool(Condition condition, Quantifier quantifier)
    {
        var steps = condition.Path.Steps;
        var member = steps.IsEmpty ? "" : steps[0].Key ?? "";
        if (member == "annotations")
        {
            return Annotation(condition, quantifier);
        }

        var text = member switch { "name" => tool.Name, "category" => tool.Category, "risk" => tool.Risk, _ => null };
        if (text is null)
        {
            return new ConstantCondition(condition, Judgement.Unknown(UnknownWhy.None), "unknown");
        }

        var json = JsonText.Quote(text);
        return steps.Length > 1
            ? new ConstantCondition(condition, Judgement.Unknown(UnknownWhy.WrongType), "wrong type")
            : new ConstantCondition(
                condition, condition.Test(new ArgumentValue(ArgumentKind.String, json)), Encoding.UTF8.GetString(json));
    }

    // Annotations are JSON of the server: the same walk, over a tree of this one path.
    private ConstantCondition Annotation(Condition condition, Quantifier quantifier)
    {
        var tree = new PathTree();
        var inner = new ArgumentCondition(condition, tree.Slot(condition.Path.Steps.Skip(1)), quantifier, []);
        tree.Seal();
        var reading = new CallReading
        {
            Arguments = CallReading.OrEmpty(tool.Annotations.Span),
            Cells = new CellTable([], new int[tree.SlotCount]),
        };
        ArgumentWalk.Run(tree, reading.Arguments, ref reading.Cells, new int[tree.NodeCount * 2]);
        try
        {
            return new ConstantCondition(condition, inner.Judge(reading), inner.Actual(reading));
        }
        finally
        {
            reading.Cells.Dispose();
        }
    }
}
