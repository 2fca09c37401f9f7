using Gatehouse.Api;
using Gatehouse.Api.Records;
using Gatehouse.Control.Exports;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Index;

namespace Gatehouse.Control.Records;

/// <summary>Hands out records as a file, oldest first, page by page: no transaction stays open while somebody reads slowly.</summary>
internal sealed class RecordExport(
    RecordSettings settings, OwnServers servers, ControlStore store, RightWatch rights, Places places, TimeProvider time)
{
    private const int Portion = 1_000;

    /// <summary>Begins an export: who took what out stands in the audit before a row of it leaves.</summary>
    /// <param name="who">Who asks.</param>
    /// <param name="filter">Which records.</param>
    /// <param name="isCsv">CSV instead of JSON Lines.</param>
    /// <param name="cancel">Gives up.</param>
    /// <remarks>Fault: <c>too-many-requests</c>.</remarks>
    public async ValueTask<Outcome<StreamedAnswer>> BeginAsync(Principal who, RecordQuery filter, bool isCsv, CancellationToken cancel)
    {
        var (place, fault) = places.Take(who.Id);
        if (place is null)
        {
            return fault!;
        }

        // What comes while it is written is not part of it: an export ends.
        filter = filter with { Until = filter.Until ?? time.GetUtcNow(), OldestFirst = true, Most = Portion, MostLooked = Portion * 20 };
        Outcome<Done> noted = new(null, null);
        try
        {
            noted = await store.ChangeAsync<Done>(
                who, Right.ReadRecords,
                change =>
                {
                    change.IsUnseenByCalls = true;
                    change.Note("records.exported", "records", who.OrganisationId, before: null, after: Described(filter, isCsv));
                    return ValueTask.FromResult<Outcome<Done>>(Done.It);
                },
                cancel);
        }
        finally
        {
            if (noted.Value is null)
            {
                place.Dispose();
            }
        }

        if (noted.Refusal is { } refused)
        {
            return refused;
        }

        var form = isCsv ? ExportForm<RecordView>.Csv(RecordColumns.All) : ExportForm<RecordView>.JsonLines();
        return new StreamedAnswer(form.ContentType, (body, gone) => WriteAsync(who, filter, form, body, gone))
        {
            FileName = $"gatehouse-records.{form.Extension}", Place = place,
        };
    }

    private async Task<bool> WriteAsync(
        Principal who, RecordQuery filter, ExportForm<RecordView> form, Stream body, CancellationToken cancel)
    {
        var own = await servers.ReadAsync(who, cancel);
        await body.WriteAsync(System.Text.Encoding.UTF8.GetBytes(form.Head ?? ""), cancel);
        var looked = time.GetTimestamp();
        while (true)
        {
            var (page, fault) = await settings.Index.PageAsync(filter with { Servers = own }, cancel);
            if (page is null || fault is not null)
            {
                return false;
            }

            await body.WriteAsync(form.Lines(page.Calls.Select(RecordViews.Of)), cancel);
            await body.FlushAsync(cancel);
            if (page.Next is null)
            {
                return true;
            }

            if (time.GetElapsedTime(looked) >= RightWatch.Interval)
            {
                looked = time.GetTimestamp();
                if (!await rights.HoldsAsync(who, Right.ReadRecords, cancel))
                {
                    return false;
                }
            }

            filter = filter with { After = page.Next };
        }
    }

    private static ExportedRecords Described(RecordQuery filter, bool isCsv) => new()
    {
        Format = isCsv ? "csv" : "jsonl",
        Since = filter.Since,
        Until = filter.Until,
        ServerId = filter.ServerId,
        GrantId = filter.GrantId,
        Tool = filter.Target,
        Outcome = filter.Outcome,
        Rule = filter.Rule,
        Text = filter.Text,
    };
}
