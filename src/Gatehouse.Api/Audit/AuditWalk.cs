namespace Gatehouse.Api.Audit;

/// <summary>Walks along one chain of the audit and compares each row with the one before and with signed checkpoints.</summary>
/// <param name="signed">The hash that a checkpoint with a good signature names for a row; null without one.</param>
public sealed class AuditWalk(Func<long, string?> signed)
{
    private string _hash = AuditHash.Zeros;
    private long _first;
    private long _last;
    private long _rows;
    private long _compared;

    /// <summary>The first thing that is wrong; the walk is over then.</summary>
    public AuditFlaw? Flaw { get; private set; }

    /// <summary>The next row.</summary>
    public void Add(AuditLine row)
    {
        if (Flaw is not null)
        {
            return;
        }

        _rows++;
        if (_first == 0)
        {
            Begin(row);
        }

        Flaw ??= row.Sequence > _last + 1 ? new("missing", _last + 1, $"rows {_last + 1} to {row.Sequence - 1} are missing")
            : row.Sequence <= _last ? new("edited", row.Sequence, $"row {row.Sequence} stands where row {_last + 1} belongs")
            : row.Previous != _hash ? new("edited", row.Sequence, $"row {row.Sequence} does not follow from the row before")
            : AuditHash.Of(row) != row.Hash ? new("edited", row.Sequence, $"row {row.Sequence} was changed")
            : null;
        if (signed(row.Sequence) is { } vouched)
        {
            _compared++;
            Flaw ??= vouched == row.Hash ? null : new("edited", row.Sequence, $"row {row.Sequence} is not the one that a checkpoint names");
        }

        (_last, _hash) = (row.Sequence, row.Hash);
    }

    /// <summary>What was found.</summary>
    /// <param name="lastSigned">The last row that a checkpoint names; 0 without one.</param>
    public AuditVerdict End(long lastSigned)
    {
        if (lastSigned > _last)
        {
            Flaw ??= new("rolled_back", _last, $"the audit ends at row {_last}, a checkpoint names row {lastSigned}");
        }

        return new AuditVerdict(Flaw is null, _rows, _first, _last, _compared, Flaw);
    }

    private void Begin(AuditLine row)
    {
        _first = row.Sequence;
        if (_first <= 1)
        {
            return;
        }

        // Pruning leaves a signed checkpoint of the last row that it took.
        _last = _first - 1;
        if (signed(_last) is { } pruned)
        {
            _compared++;
            _hash = pruned;
        }
        else
        {
            Flaw = new("missing", _last, $"rows 1 to {_last} are gone and no checkpoint vouches for them");
        }
    }
}
