using Gatehouse.Control.Paging;
using Gatehouse.Control.Routes;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Audit;

/// <summary>Which changes were asked for; what is null does not filter.</summary>
internal sealed record AuditFilter(
    DateTimeOffset? Since, DateTimeOffset? Until, string? Actor, string? What, string? SubjectKind, string? SubjectId)
{
    /// <summary>What <see cref="Read"/> reads.</summary>
    public static readonly QueryNote[] Parameters =
    [
        new("since", "from this time"), new("until", "before this time"), new("actor", "only by this person or key"),
        new("what", "only this kind of change"), new("subject_kind", "only things of this kind"), new("subject_id", "only this thing"),
    ];

    /// <summary>The filters of the list and the export.</summary>
    /// <remarks>Fault: <c>query-invalid</c>.</remarks>
    public static (AuditFilter Filter, Fault? Fault) Read(IQueryCollection query)
    {
        var reader = new QueryReader(query);
        reader.Pass("limit", "cursor", "format");
        var filter = new AuditFilter(
            reader.Time("since"), reader.Time("until"), reader.Text("actor"), reader.Text("what"), reader.Text("subject_kind"),
            reader.Text("subject_id"));
        return (filter, reader.End());
    }

    public IQueryable<AuditEntry> Apply(IQueryable<AuditEntry> rows)
    {
        rows = Since is { } since ? rows.Where(row => row.At >= since) : rows;
        rows = Until is { } until ? rows.Where(row => row.At < until) : rows;
        rows = Actor is { } actor ? rows.Where(row => row.ActorId == actor || row.Actor == actor) : rows;
        rows = What is { } what ? rows.Where(row => row.What == what) : rows;
        rows = SubjectKind is { } kind ? rows.Where(row => row.SubjectKind == kind) : rows;
        return SubjectId is { } id ? rows.Where(row => row.SubjectId == id) : rows;
    }
}
