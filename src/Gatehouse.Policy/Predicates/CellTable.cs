using System.Buffers;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Predicates;

/// <summary>What the paths of a decision led to: a chain of cells for each slot, in buffers that are given back.</summary>
internal ref struct CellTable
{
    private Span<Cell> _cells;
    private Cell[]? _rented;

    /// <summary>Starts with the caller's buffers; <paramref name="tails"/> has one place a slot.</summary>
    public CellTable(Span<Cell> cells, Span<int> tails)
    {
        _cells = cells;
        Tails = tails;
        tails.Fill(-1);
    }

    /// <summary>The last cell of each slot, or −1.</summary>
    public readonly Span<int> Tails { get; }

    /// <summary>How many cells were made: a mark to cut back to.</summary>
    public int Count { get; private set; }

    /// <summary>The cell of that number.</summary>
    public readonly ref readonly Cell this[int cell] => ref _cells[cell];

    /// <summary>Records a value.</summary>
    public void Add(int slot, ArgumentKind kind, int start, int length) =>
        Append(slot, new Cell(CellState.Value, kind, start, length, Tails[slot]));

    /// <summary>Records that all these slots led to no value; the same twice in a row says nothing new.</summary>
    public void Mark(int[] slots, CellState state)
    {
        foreach (var slot in slots)
        {
            var tail = Tails[slot];
            if (tail < 0 || _cells[tail].State != state)
            {
                Append(slot, new Cell(state, ArgumentKind.Missing, 0, 0, tail));
            }
        }
    }

    /// <summary>Forgets what these slots recorded since the mark.</summary>
    public readonly void CutBack(int[] slots, int mark)
    {
        foreach (var slot in slots)
        {
            while (Tails[slot] >= mark)
            {
                Tails[slot] = _cells[Tails[slot]].Previous;
            }
        }
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        if (_rented is { } rented)
        {
            _rented = null;
            ArrayPool<Cell>.Shared.Return(rented);
        }
    }

    private void Append(int slot, in Cell cell)
    {
        if (Count == _cells.Length)
        {
            Grow();
        }

        _cells[Count] = cell;
        Tails[slot] = Count++;
    }

    private void Grow()
    {
        var larger = ArrayPool<Cell>.Shared.Rent(Math.Max(64, _cells.Length * 2));
        _cells.CopyTo(larger);
        Dispose();
        _rented = larger;
        _cells = larger;
    }
}
