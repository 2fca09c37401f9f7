using System.Collections.Immutable;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Policy;

/// <summary>Decides calls, lists and the other doors for one grant's documents. Immutable, lock-free, never throws.</summary>
public sealed class PolicyDecisionPoint
{
    private PolicyDecisionPoint(ImmutableArray<PolicyLayer> layers) => Layers = layers;

    /// <summary>The documents in force, organisation first.</summary>
    public ImmutableArray<PolicyLayer> Layers { get; }

    /// <summary>Compiles the documents of one grant. Without a <see cref="LayerKind.Grant"/> layer every call is denied.</summary>
    public static PolicyDecisionPoint Compile(ImmutableArray<PolicyLayer> layers) => new(layers);

    /// <summary>Steps 1–7 of section 4, and the limits and approvals of steps 8–10 as obligations.</summary>
    public Decision Decide(in CallFacts call) => throw new NotImplementedException();

    /// <summary>The same decision with every step and the values that mattered.</summary>
    public Explanation Explain(in CallFacts call) => throw new NotImplementedException();

    /// <summary>Whether <c>tools/list</c> shows the tool at that time (a document that observes hides nothing). What can be called is always shown.</summary>
    public bool Shows(ToolFacts tool, DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>Whether the resource may be read or subscribed to.</summary>
    public Decision DecideResource(string uri, DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>Whether resource templates are shown: some resource may pass.</summary>
    public bool ShowsResourceTemplates(DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>Whether the prompt may be fetched.</summary>
    public Decision DecidePrompt(string name, DateTimeOffset now) => throw new NotImplementedException();

    /// <summary>Steps 1–5 for the tool of the call that made a task.</summary>
    public Decision DecideTask(ToolFacts tool, DateTimeOffset now) => throw new NotImplementedException();
}
