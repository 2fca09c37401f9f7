using System.Data.Common;
using Gatehouse.Ledger.Dialects;

namespace Gatehouse.Ledger.Index;

/// <summary>Finds the calls of one page: several walks along indexes, merged by time, until there are enough.</summary>
internal static class CallSearch
{
    public static RecordPage Page(DbTransaction transaction, RecordQuery query)
    {
        var most = Math.Clamp(query.Most, 1, 1000);
        var hits = new List<RecordCursor>(most + 1);
        var looked = 0L;
        RecordCursor? last = null;
        var walks = new List<CallWalk>();
        try
        {
            var order = query.OldestFirst ? 1 : -1;
            var next = new PriorityQueue<CallWalk, (long, long)>(
                Comparer<(long Time, long Id)>.Create((left, right) => order * left.CompareTo(right)));
            foreach (var filter in CallFilter.Of(query))
            {
                var walk = new CallWalk(transaction, filter, query.OldestFirst, walks.Count);
                walks.Add(walk);
                Step(walk, next);
            }

            // One more than asked for tells whether there is another page.
            while (hits.Count <= most && looked < (query.MostLooked ?? long.MaxValue) && next.TryDequeue(out var walk, out _))
            {
                looked++;
                last = new RecordCursor(new DateTimeOffset(walk.Time, TimeSpan.Zero), walk.Id);
                if (walk.Fits)
                {
                    hits.Add(last.Value);
                }

                Step(walk, next);
            }

            // INVARIANT: a page that stopped looking says where, even if it found nothing.
            RecordCursor? end = hits.Count > most ? hits[most - 1] : next.Count > 0 ? last : null;
            return new RecordPage(CallRows.Read(transaction, [.. hits.Take(most).Select(static hit => hit.Id)]), end);
        }
        finally
        {
            walks.ForEach(static walk => walk.Dispose());
        }
    }

    /// <summary>What was taken in behind a call; the oldest of it first.</summary>
    public static RecordTail Tail(DbTransaction transaction, RecordQuery query)
    {
        var newest = Sql.Number(transaction, "SELECT max(id) FROM call");
        var from = query.TakenInAfter ?? newest;
        var looked = query.MostLooked is { } most ? Math.Max(from, newest - most) : from;
        var filter = CallFilter.OfFollowing(query);
        var values = filter.Values;
        var ids = Sql.Rows(
            transaction, static row => row.GetInt64(0),
            $"SELECT id FROM call WHERE id > ${values.Length + 1} AND {filter.Fits} ORDER BY id LIMIT ${values.Length + 2}",
            [.. values, looked, (long)Math.Clamp(query.Most, 1, 1000)]);
        return new RecordTail(CallRows.Read(transaction, ids), ids.Count < query.Most ? newest : ids[^1], looked - from);
    }

    private static void Step(CallWalk walk, PriorityQueue<CallWalk, (long, long)> next)
    {
        if (walk.Next())
        {
            next.Enqueue(walk, (walk.Time, walk.Id));
        }
    }
}
