using Gatehouse.Policy.Compile;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Predicates;

/// <summary>Walks JSON once along all paths of a tree and records what they lead to.</summary>
/// <remarks>It recurses only along paths, so never deeper than a path has steps; everything else is skipped.</remarks>
internal ref struct ArgumentWalk
{
    private readonly Span<int> _seen;
    private JsonScanner _scanner;
    private CellTable _cells;
    private int _visits;

    private ArgumentWalk(ReadOnlySpan<byte> json, CellTable cells, Span<int> seen)
    {
        _scanner = new JsonScanner(json);
        _cells = cells;
        _seen = seen;
        seen.Clear();
    }

    /// <summary>Fills the cells; absent or null arguments read as <c>{}</c>.</summary>
    /// <param name="tree">The paths.</param>
    /// <param name="json">The arguments.</param>
    /// <param name="cells">Where to record.</param>
    /// <param name="seen">Two places a node.</param>
    public static void Run(PathTree tree, ReadOnlySpan<byte> json, ref CellTable cells, Span<int> seen)
    {
        var walk = new ArgumentWalk(json, cells, seen);
        walk.Visit(tree.Root);

        // The walk had a copy, whose buffer may have grown.
        cells = walk._cells;
    }

    private void Visit(PathNode node)
    {
        var kind = _scanner.PeekKind();
        var start = _scanner.At;
        if (kind == ArgumentKind.Missing)
        {
            _scanner.SkipNull();
            _cells.Mark(node.Slots, CellState.Missing);
            return;
        }

        if (node.IsLeaf)
        {
            _scanner.SkipValue();
        }
        else
        {
            Descend(node, kind);
        }

        if (node.Slot >= 0)
        {
            _cells.Add(node.Slot, kind, start, _scanner.At - start);
        }
    }

    private void Descend(PathNode node, ArgumentKind kind)
    {
        var isObject = kind == ArgumentKind.Object && node.Members is not null;
        var isArray = kind == ArgumentKind.Array && node.ElementSlots.Length > 0;
        if (isObject)
        {
            VisitMembers(node.Members!);
        }
        else if (isArray)
        {
            VisitElements(node);
        }
        else
        {
            _scanner.SkipValue();
        }

        if (!isObject)
        {
            _cells.Mark(node.MemberSlots, CellState.WrongType);
        }

        if (!isArray)
        {
            _cells.Mark(node.ElementSlots, CellState.WrongType);
        }
    }

    private void VisitMembers(MemberTable table)
    {
        var visit = ++_visits;
        var mark = _cells.Count;
        for (var more = _scanner.Enter((byte)'}'); more; more = _scanner.Next((byte)'}'))
        {
            var name = _scanner.Name(out var escaped);
            if (table.Find(name, escaped) is { } group)
            {
                VisitMember(group, name, escaped, visit);
            }
            else
            {
                _scanner.SkipValue();
            }
        }

        foreach (var child in table.Children)
        {
            if (Variant(child) == visit)
            {
                // SECURITY: which of the members the tool would read is not known, so none of them counts.
                _cells.CutBack(child.Slots, mark);
                _cells.Mark(child.Slots, CellState.AmbiguousName);
            }
            else if (Exact(child) != visit)
            {
                _cells.Mark(child.Slots, CellState.Missing);
            }
        }
    }

    private void VisitMember(MemberGroup group, ReadOnlySpan<byte> name, bool escaped, int visit)
    {
        PathNode? exact = null;
        foreach (var node in group.Nodes)
        {
            if (Exact(node) != visit && JsonText.IsExactly(node.Key, name, escaped))
            {
                exact = node;
                Exact(node) = visit;
            }
            else
            {
                // Also a second member of the very same name, should a reader ever let one through.
                Variant(node) = visit;
            }
        }

        if (exact is null)
        {
            _scanner.SkipValue();
        }
        else
        {
            Visit(exact);
        }
    }

    private void VisitElements(PathNode node)
    {
        var index = 0;
        var pending = 0;
        for (var more = _scanner.Enter((byte)']'); more; more = _scanner.Next((byte)']'))
        {
            var start = _scanner;
            if (pending < node.Elements.Length && node.Elements[pending].Index == index)
            {
                Visit(node.Elements[pending++].Node);
            }
            else if (node.Every is null)
            {
                _scanner.SkipValue();
            }

            // Only an element that is named by its number and by [*] is looked at twice.
            if (node.Every is { } every)
            {
                _scanner = start;
                Visit(every);
            }

            index++;
        }

        for (; pending < node.Elements.Length; pending++)
        {
            _cells.Mark(node.Elements[pending].Node.Slots, CellState.Missing);
        }

        if (index == 0 && node.Every is { } none)
        {
            _cells.Mark(none.Slots, CellState.Empty);
        }
    }

    private readonly ref int Exact(PathNode node) => ref _seen[node.Id * 2];

    private readonly ref int Variant(PathNode node) => ref _seen[(node.Id * 2) + 1];
}
