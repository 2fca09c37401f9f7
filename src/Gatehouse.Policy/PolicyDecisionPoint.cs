using System.Buffers;
using System.Collections.Immutable;
using Gatehouse.Policy.Compile;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Foresight;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Predicates;

namespace Gatehouse.Policy;

/// <summary>Decides calls, lists and the other doors for one grant's documents. Immutable, lock-free, never throws.</summary>
/// <remarks>`policy-language` section 4. The rules of a tool are compiled when its facts are first seen.</remarks>
public sealed class PolicyDecisionPoint
{
    private readonly LayerIndex[] _documents;
    private readonly ToolCache _tools;
    private readonly bool _hasPolicy;

    private PolicyDecisionPoint(ImmutableArray<PolicyLayer> layers)
    {
        Layers = [.. layers.OrderBy(layer => layer.Kind)];
        _documents = [.. Layers.Select(layer => new LayerIndex(layer))];
        _tools = new ToolCache(_documents);
        _hasPolicy = layers.Any(layer => layer.Kind == LayerKind.Grant);
    }

    /// <summary>The documents in force, organisation first.</summary>
    public ImmutableArray<PolicyLayer> Layers { get; }

    /// <summary>Compiles the documents of one grant. Without a <see cref="LayerKind.Grant"/> layer every call is denied.</summary>
    public static PolicyDecisionPoint Compile(ImmutableArray<PolicyLayer> layers) => new(layers);

    /// <summary>Steps 1–7 of section 4, and the limits and approvals of steps 8–10 as obligations.</summary>
    public Decision Decide(in CallFacts call) => Judge(call, null);

    /// <summary>The same decision with every step and the values that mattered.</summary>
    public Explanation Explain(in CallFacts call)
    {
        var recorder = new Recorder();
        var decision = Judge(call, recorder);
        recorder.End(decision);
        return new Explanation(decision, recorder.Steps);
    }

    /// <summary>Whether <c>tools/list</c> shows the tool at that time: a document that observes hides nothing.</summary>
    /// <remarks>What can be called is always shown.</remarks>
    public bool Shows(ToolFacts tool, DateTimeOffset now)
    {
        try
        {
            return FirstSteps(tool, now) is null
                && !(_documents.Any(index => index.Layer.Document.List == ListMode.Allowed && !index.Observes(now))
                    && _tools.Find(tool).AlwaysDenies(now));
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>What becomes of the tool's calls at that time, as far as the tool alone decides it.</summary>
    public ToolOutlook Outlook(ToolFacts tool, DateTimeOffset now)
    {
        try
        {
            return FirstSteps(tool, now) is not { } denial ? Outlooks.Of(_tools.Find(tool), now)
                : new ToolOutlook(denial.Kind == DenialKind.UnknownTool ? ToolEffect.Hide : ToolEffect.Deny, denial.Rule);
        }
        catch (Exception)
        {
            return new ToolOutlook(ToolEffect.Deny, Decision.Error.Rule);
        }
    }

    /// <summary>What is certain of a call of which not everything is known: for calls of which a record is left.</summary>
    /// <param name="call">What is known; a session that is null is not known, nor a client without what is asked for.</param>
    /// <param name="outline">The arguments without values; null where the call has them.</param>
    /// <param name="gaps">Where the call has them but for some; null where none is missing.</param>
    public Prospect Foresee(in CallFacts call, ArgumentOutline? outline, ArgumentGaps? gaps = null)
    {
        try
        {
            return FirstSteps(call.Tool, call.Now) is { } denial
                ? new Prospect(Outcome.Denied, denial.Rule, OpenFacts.None)
                : Foresee(_tools.Find(call.Tool), call, outline, gaps ?? new ArgumentGaps([]));
        }
        catch (Exception)
        {
            return new Prospect(Outcome.Denied, Decision.Error.Rule, OpenFacts.None);
        }
    }

    private static Prospect Foresee(CompiledTool tool, in CallFacts call, ArgumentOutline? outline, ArgumentGaps gaps)
    {
        var arguments = outline is null ? CallReading.OrEmpty(call.Arguments) : outline.Stand;
        var reading = new CallReading { Call = call, Arguments = arguments, Cells = new CellTable([], new int[tool.Paths.SlotCount]) };
        try
        {
            ArgumentWalk.Run(tool.Paths, arguments, ref reading.Cells, new int[tool.Paths.NodeCount * 2]);
            return new ForesightRun(tool, reading, outline, gaps).Run();
        }
        finally
        {
            reading.Cells.Dispose();
        }
    }

    /// <summary>Whether the resource may be read or subscribed to.</summary>
    public Decision DecideResource(string uri, DateTimeOffset now) =>
        _hasPolicy ? OtherDoors.Resource(_documents, uri, now) : Decision.NoPolicy;

    /// <summary>Whether resource templates are shown: some resource may pass.</summary>
    public bool ShowsResourceTemplates(DateTimeOffset now) => _hasPolicy && OtherDoors.SomeResource(_documents, now);

    /// <summary>Whether the prompt may be fetched.</summary>
    public Decision DecidePrompt(string name, DateTimeOffset now) =>
        _hasPolicy ? OtherDoors.Prompt(_documents, name, now) : Decision.NoPolicy;

    /// <summary>Steps 1–5 for the tool of the call that made a task; its arguments passed when it was made.</summary>
    public Decision DecideTask(ToolFacts tool, DateTimeOffset now)
    {
        try
        {
            return FirstSteps(tool, now) ?? _tools.Find(tool).TaskDenial(now) ?? Decision.Allow;
        }
        catch (Exception)
        {
            return Decision.Error;
        }
    }

    private Decision Judge(in CallFacts call, Recorder? recorder)
    {
        try
        {
            return FirstSteps(call.Tool, call.Now) ?? Run(_tools.Find(call.Tool), call, recorder);
        }
        catch (Exception)
        {
            // SECURITY: the last resort. A bug in a step denies, whatever it is.
            return Decision.Error;
        }
    }

    private Decision? FirstSteps(ToolFacts tool, DateTimeOffset now)
    {
        // 1. A baseline alone allows nothing.
        if (!_hasPolicy)
        {
            return Decision.NoPolicy;
        }

        // 2. Every `hide` first: a hidden tool is never named by another denial.
        foreach (var index in _documents)
        {
            if (!index.Observes(now) && index.Hides(tool.Name))
            {
                return FirstDenial.Unknown("(hidden)", tool);
            }
        }

        // 3. Only an accepted definition has rules.
        return tool.Standing switch
        {
            ToolStanding.Accepted => null,
            ToolStanding.Changed => FirstDenial.Changed(tool),
            ToolStanding.New => FirstDenial.Unknown("(new tool)", tool),
            _ => FirstDenial.Unknown("(unknown tool)", tool),
        };
    }

    private static Decision Run(CompiledTool tool, in CallFacts call, Recorder? recorder)
    {
        const int FewMarks = 128;
        var paths = tool.Paths;
        var arguments = CallReading.OrEmpty(call.Arguments);
        if (paths.SlotCount == 0)
        {
            return new DecisionRun(tool, new CallReading { Call = call, Arguments = arguments }, recorder).Run();
        }

        // One walk over the arguments for all documents, in buffers of this frame unless the rules are many.
        var needed = paths.SlotCount + (paths.NodeCount * 2);
        var rented = needed > FewMarks ? ArrayPool<int>.Shared.Rent(needed) : null;
        var marks = rented ?? stackalloc int[FewMarks];
        var cells = new CellTable(stackalloc Cell[32], marks[..paths.SlotCount]);
        try
        {
            ArgumentWalk.Run(paths, arguments, ref cells, marks[paths.SlotCount..needed]);
            var reading = new CallReading { Call = call, Arguments = arguments, Cells = cells };
            return new DecisionRun(tool, reading, recorder).Run();
        }
        finally
        {
            cells.Dispose();
            if (rented is not null)
            {
                ArrayPool<int>.Shared.Return(rented);
            }
        }
    }
}
