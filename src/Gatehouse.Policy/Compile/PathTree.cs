using System.Text;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Compile;

/// <summary>All argument paths of a tool's rules, merged. Filled while compiling, then sealed and only read.</summary>
internal sealed class PathTree
{
    private readonly List<Draft> _drafts = [];

    /// <summary>A tree with nothing but the root.</summary>
    public PathTree()
    {
        Add([]);
        Root = _drafts[0].Node;
    }

    /// <summary><c>args</c> itself.</summary>
    public PathNode Root { get; }

    /// <summary>How many places values are recorded for.</summary>
    public int SlotCount { get; private set; }

    /// <summary>How many nodes there are.</summary>
    public int NodeCount => _drafts.Count;

    /// <summary>Adds a path's steps and returns the slot for its values; equal paths share one.</summary>
    public int Slot(IEnumerable<PathStep> steps)
    {
        var draft = _drafts[0];
        foreach (var step in steps)
        {
            draft = draft.Next.TryGetValue(step, out var next) ? next : draft.Next[step] = Add(step.Key ?? "");
        }

        if (draft.Node.Slot < 0)
        {
            draft.Node.Slot = SlotCount++;
        }

        return draft.Node.Slot;
    }

    /// <summary>Lays the tree out for walking; no path may be added afterwards.</summary>
    public PathTree Seal()
    {
        Seal(_drafts[0]);
        return this;
    }

    private static void Seal(Draft draft)
    {
        foreach (var child in draft.Next.Values)
        {
            Seal(child);
        }

        var node = draft.Node;
        var members = Of(draft, PathStepKind.Member);
        var elements = draft.Next.Where(next => next.Key.Kind == PathStepKind.Element).OrderBy(next => next.Key.Index);
        node.Members = members.Length == 0 ? null : new MemberTable(members);
        node.Elements = [.. elements.Select(next => (next.Key.Index, next.Value.Node))];
        node.Every = Of(draft, PathStepKind.Every).SingleOrDefault();
        node.MemberSlots = [.. members.SelectMany(member => member.Slots)];
        node.ElementSlots = [.. draft.Next.Values.Select(next => next.Node).Except(members).SelectMany(part => part.Slots)];
        node.Slots = node.Slot < 0
            ? [.. node.MemberSlots, .. node.ElementSlots]
            : [node.Slot, .. node.MemberSlots, .. node.ElementSlots];
    }

    private static PathNode[] Of(Draft draft, PathStepKind kind) =>
        [.. draft.Next.Where(next => next.Key.Kind == kind).Select(next => next.Value.Node)];

    private Draft Add(string key) => Add(Encoding.UTF8.GetBytes(key));

    private Draft Add(byte[] key)
    {
        var draft = new Draft(new PathNode { Id = _drafts.Count, Key = key });
        _drafts.Add(draft);
        return draft;
    }

    private sealed record Draft(PathNode Node)
    {
        public Dictionary<PathStep, Draft> Next { get; } = [];
    }
}
