using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Gatehouse.Api;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Paging;

/// <summary>Reads lists part by part. A cursor is sealed to the organisation and the list, and says behind what to go on.</summary>
internal sealed class Pages(Sealer sealer, TimeProvider time)
{
    private const string Purpose = "api-cursor";
    private static readonly TimeSpan _life = TimeSpan.FromDays(1);

    /// <summary>A part of a list, oldest first.</summary>
    /// <param name="who">Whose organisation's list.</param>
    /// <param name="list">The list's word, for example <c>members</c>: a cursor of another one does not open.</param>
    /// <param name="rows">What is listed, filtered to the organisation, unordered.</param>
    /// <param name="query">Which part.</param>
    /// <param name="view">A row as it is shown.</param>
    /// <param name="cancel">Gives up.</param>
    /// <remarks>Faults: <c>query-invalid</c>, <c>cursor-invalid</c>.</remarks>
    public async ValueTask<Outcome<Page<TView>>> ReadAsync<TRow, TView>(
        Principal who, string list, IQueryable<TRow> rows, PageQuery query, Func<TRow, TView> view, CancellationToken cancel)
        where TRow : class, IListed
    {
        var (part, fault) = await ReadRowsAsync(
            who, list, query, cancel,
            position => position is { } after
                ? rows.Where(row => row.Created > after.Created || (row.Created == after.Created && string.Compare(row.Id, after.Id) > 0))
                : rows,
            filtered => filtered.OrderBy(row => row.Created).ThenBy(row => row.Id),
            row => new Position(row.Created, row.Id));
        return fault is not null ? fault : new Page<TView>([.. part.Rows.Select(view)], part.Next);
    }

    /// <summary>A part of a list that has an order of its own.</summary>
    /// <param name="who">Whose organisation's list.</param>
    /// <param name="list">The list's word.</param>
    /// <param name="query">Which part.</param>
    /// <param name="cancel">Gives up.</param>
    /// <param name="behind">The rows behind a position; all of them without one.</param>
    /// <param name="order">The order.</param>
    /// <param name="positionOf">The position of a row.</param>
    public async ValueTask<((ImmutableArray<TRow> Rows, string? Next) Part, Fault? Fault)> ReadRowsAsync<TRow>(
        Principal who, string list, PageQuery query, CancellationToken cancel,
        Func<Position?, IQueryable<TRow>> behind, Func<IQueryable<TRow>, IQueryable<TRow>> order, Func<TRow, Position> positionOf)
        where TRow : class
    {
        var (count, fault) = query.Count();
        Position? after = null;
        if (fault is null && query.Cursor.Count > 0)
        {
            after = query.Cursor.Count == 1 ? Open(who, list, query.Cursor[0]!) : null;
            fault = after is null ? new Fault(ControlFaults.CursorInvalid, "`cursor` is not one of this list", "begin again without it") : null;
        }

        if (fault is not null)
        {
            return (([], null), fault);
        }

        // One more than asked for tells whether there is another part.
        var rows = await order(behind(after)).Take(count + 1).ToListAsync(cancel);
        return rows.Count <= count
            ? (([.. rows], null), null)
            : (([.. rows.Take(count)], Seal(who, list, positionOf(rows[count - 1]))), null);
    }

    /// <summary>The cursor of a position.</summary>
    public string Seal(Principal who, string list, Position position)
    {
        var payload = new byte[8 + Encoding.UTF8.GetByteCount(position.Id)];
        BinaryPrimitives.WriteInt64BigEndian(payload, position.Created.UtcTicks);
        Encoding.UTF8.GetBytes(position.Id, payload.AsSpan(8));
        return sealer.Seal(Purpose, who.OrganisationId, list, payload, time.GetUtcNow() + _life);
    }

    /// <summary>The position of a cursor; null for one that is not of this list, or too old.</summary>
    public Position? Open(Principal who, string list, string cursor) =>
        cursor.Length <= 1024 && sealer.Open(Purpose, who.OrganisationId, list, cursor) is { Length: >= 8 } payload
            ? new Position(
                new DateTimeOffset(BinaryPrimitives.ReadInt64BigEndian(payload), TimeSpan.Zero), Encoding.UTF8.GetString(payload.AsSpan(8)))
            : null;
}

/// <summary>Where in a list.</summary>
/// <param name="Created">When the row was made.</param>
/// <param name="Id">The row, among those of the same instant.</param>
internal readonly record struct Position(DateTimeOffset Created, string Id);
