using System.Globalization;
using Gatehouse.Api;
using Gatehouse.Api.Records;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Ledger.Index;
using Gatehouse.Policy;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Control.Records;

/// <summary>Records as they come, as server-sent events.</summary>
internal sealed class RecordStream(RecordSettings settings, OwnServers servers, Pages pages, LiveList live, Places places)
{
    private const string List = "records-stream";

    // What comes faster than that is passed over, and the listener is told so.
    private const int MostLooked = 5_000;
    private const int MostAtOnce = 500;

    /// <summary>Begins a live list.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="filter">Which records.</param>
    /// <param name="last">The header <c>Last-Event-ID</c>: to go on behind it.</param>
    /// <param name="cancel">Gives up.</param>
    /// <remarks>Faults: <c>cursor-invalid</c>, <c>too-many-requests</c>, <c>store-unavailable</c>.</remarks>
    public async ValueTask<Outcome<StreamedAnswer>> BeginAsync(Principal who, RecordQuery filter, StringValues last, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadRecords) is { } lacking)
        {
            return lacking;
        }

        long? from = null;
        if (last.Count > 0 && (from = Open(who, last)) is null)
        {
            return new Fault(ControlFaults.CursorInvalid, "`Last-Event-ID` is not one of this list", "begin again without it");
        }

        if (from is null)
        {
            // What comes from now on, even before the first look.
            var (now, unread) = await settings.Index.TailAsync(new RecordQuery { Most = 1 }, cancel);
            if (now is null)
            {
                return unread!;
            }

            from = now.Last;
        }

        var (place, fault) = places.Take(who.Id);
        return place is null
            ? fault!
            : new StreamedAnswer(EventText.ContentType, (body, gone) => WriteAsync(who, filter, from, body, gone)) { Place = place };
    }

    private async Task<bool> WriteAsync(Principal who, RecordQuery filter, long? from, Stream body, CancellationToken cancel)
    {
        filter = filter with { Most = MostAtOnce, MostLooked = MostLooked, TakenInAfter = from };
        return await live.WriteAsync(who, Right.ReadRecords, NextAsync, body, cancel);

        async ValueTask<byte[]?> NextAsync(CancellationToken end)
        {
            // Servers come and go while somebody listens.
            var (tail, fault) = await settings.Index.TailAsync(filter with { Servers = await servers.ReadAsync(who, end) }, end);
            if (tail is null || fault is not null)
            {
                return null;
            }

            filter = filter with { TakenInAfter = tail.Last };
            return
            [
                .. tail.Skipped > 0 ? EventText.Of("skipped", Done.It) : [],
                .. tail.Calls.SelectMany(call => EventText.Of("record", RecordViews.Of(call), Seal(who, call))),
            ];
        }
    }

    private string Seal(Principal who, RecordedCall call) =>
        pages.Seal(who, List, new Position(call.Time, call.Id.ToString(CultureInfo.InvariantCulture)));

    private long? Open(Principal who, StringValues last) =>
        last.Count == 1 && pages.Open(who, List, last[0]!) is { } position
        && long.TryParse(position.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
}
