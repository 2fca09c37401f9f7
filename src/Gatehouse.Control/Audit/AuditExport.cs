using System.Text;
using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Control.Exports;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Journal;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Audit;

/// <summary>Hands out the audit: as a file, with the signed checkpoints that verify it elsewhere, or as it grows.</summary>
internal sealed class AuditExport(
    ControlDb db, ControlStore store, ChainCheckpoints checkpoints, RightWatch rights, LiveList live, Places places, TimeProvider time)
{
    private const int Portion = 500;

    private static readonly IReadOnlyList<(string Name, Func<AuditLine, object?> Value)> _columns =
    [
        ("sequence", static row => row.Sequence), ("at", static row => row.At), ("actor_kind", static row => Words<ActorKind>.Of(row.ActorKind)),
        ("actor_id", static row => row.ActorId), ("actor", static row => row.Actor), ("what", static row => row.What),
        ("subject_kind", static row => row.SubjectKind), ("subject_id", static row => row.SubjectId), ("before", static row => row.Before),
        ("after", static row => row.After), ("from", static row => row.From), ("previous", static row => row.Previous),
        ("hash", static row => row.Hash),
    ];

    /// <summary>Begins a file, oldest first; that it was taken is its own last row.</summary>
    /// <remarks>Fault: <c>too-many-requests</c>.</remarks>
    public async ValueTask<Outcome<StreamedAnswer>> BeginAsync(Principal who, AuditFilter filter, bool isCsv, CancellationToken cancel)
    {
        var noted = await store.ChangeAsync<Done>(
            who, Right.ReadAudit,
            change =>
            {
                change.IsUnseenByCalls = true;
                change.Note("audit.exported", "audit", who.OrganisationId);
                return ValueTask.FromResult<Outcome<Done>>(Done.It);
            },
            cancel);
        if (noted.Refusal is { } refused)
        {
            return refused;
        }

        var (place, fault) = places.Take(who.Id);
        var form = isCsv ? ExportForm<AuditLine>.Csv(_columns) : ExportForm<AuditLine>.JsonLines();
        return place is null
            ? fault!
            : new StreamedAnswer(form.ContentType, (body, gone) => WriteAsync(who, filter, form, !isCsv, body, gone))
            {
                FileName = $"gatehouse-audit.{form.Extension}", Place = place,
            };
    }

    /// <summary>Begins to tell changes as they are made.</summary>
    /// <remarks>Fault: <c>too-many-requests</c>.</remarks>
    public async ValueTask<Outcome<StreamedAnswer>> FollowAsync(Principal who, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadAudit) is { } lacking)
        {
            return lacking;
        }

        var last = await Own(who).MaxAsync(row => (long?)row.Sequence, cancel) ?? 0;
        var (place, fault) = places.Take(who.Id);
        return place is null
            ? fault!
            : new StreamedAnswer(EventText.ContentType, (body, gone) => live.WriteAsync(who, Right.ReadAudit, NextAsync, body, gone)) { Place = place };

        async ValueTask<byte[]?> NextAsync(CancellationToken end)
        {
            var rows = await PortionAsync(Own(who), last, end);
            last = rows.Count > 0 ? rows[^1].Sequence : last;
            return [.. rows.SelectMany(static row => EventText.Of("change", AuditChain.LineOf(row)))];
        }
    }

    private async Task<bool> WriteAsync(
        Principal who, AuditFilter filter, ExportForm<AuditLine> form, bool withCheckpoints, Stream body, CancellationToken cancel)
    {
        var end = await Own(who).MaxAsync(row => row.Sequence, cancel);
        var wanted = filter.Apply(Own(who)).Where(row => row.Sequence <= end);
        await body.WriteAsync(Encoding.UTF8.GetBytes(form.Head ?? ""), cancel);
        var looked = time.GetTimestamp();
        for (var last = 0L; ;)
        {
            var rows = await PortionAsync(wanted, last, cancel);
            if (rows.Count == 0)
            {
                break;
            }

            await body.WriteAsync(form.Lines(rows.Select(AuditChain.LineOf)), cancel);
            await body.FlushAsync(cancel);
            last = rows[^1].Sequence;
            if (time.GetElapsedTime(looked) >= RightWatch.Interval)
            {
                looked = time.GetTimestamp();
                if (!await rights.HoldsAsync(who, Right.ReadAudit, cancel))
                {
                    return false;
                }
            }
        }

        if (withCheckpoints)
        {
            // Those of later rows would look as if the end were cut.
            var lines = checkpoints.LinesOf(who.OrganisationId).Where(line => checkpoints.Open(line) is { } one && one.Sequence <= end);
            await body.WriteAsync(Encoding.UTF8.GetBytes(string.Concat(lines.Select(static line => line + "\n"))), cancel);
        }

        return true;
    }

    private static Task<List<AuditEntry>> PortionAsync(IQueryable<AuditEntry> rows, long last, CancellationToken cancel) =>
        rows.Where(row => row.Sequence > last).OrderBy(row => row.Sequence).Take(Portion).ToListAsync(cancel);

    private IQueryable<AuditEntry> Own(Principal who) => db.Audit.AsNoTracking().Where(row => row.OrganisationId == who.OrganisationId);
}
