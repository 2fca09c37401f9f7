using System.Text;
using Gatehouse.Api;
using Gatehouse.Api.Policies;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Policies;

/// <summary>The versions of a policy, and how they differ.</summary>
internal sealed class PolicyHistory(ControlDb db, Pages pages)
{
    /// <summary>Versions, newest first, without their documents.</summary>
    public async ValueTask<Outcome<Page<PolicyVersionView>>> ListAsync(Principal who, string id, PageQuery query, CancellationToken cancel)
    {
        if (await RefuseAsync(who, id, cancel) is { } refusal)
        {
            return refusal;
        }

        var versions = db.PolicyVersions.AsNoTracking().Where(row => row.PolicyId == id);
        var (part, fault) = await pages.ReadRowsAsync(
            who, "versions of " + id, query, cancel,
            position => position is { } after ? versions.Where(row => row.Number < Number(after)) : versions,
            static rows => rows.OrderByDescending(row => row.Number),
            static row => new Position(row.At, row.Number.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return fault is not null
            ? fault
            : new Page<PolicyVersionView>([.. part.Rows.Select(static row => PolicyRows.View(row, withDocument: false))], part.Next);
    }

    /// <summary>One version with its document.</summary>
    public async ValueTask<Outcome<PolicyVersionView>> ReadAsync(Principal who, string id, string number, CancellationToken cancel)
    {
        if (await RefuseAsync(who, id, cancel) is { } refusal)
        {
            return refusal;
        }

        return int.TryParse(number, out var wanted) && await PolicyRows.VersionAsync(db, id, wanted, cancel) is { } version
            ? PolicyRows.View(version, withDocument: true)
            : ControlFaults.Absent("version", number);
    }

    /// <summary>How two versions differ; without numbers the last change.</summary>
    /// <remarks>Fault: <c>query-invalid</c>.</remarks>
    public async ValueTask<Outcome<PolicyDiff>> DiffAsync(Principal who, string id, string? from, string? to, CancellationToken cancel)
    {
        if (await RefuseAsync(who, id, cancel) is { } refusal)
        {
            return refusal;
        }

        var current = await db.Policies.AsNoTracking().Where(row => row.Id == id).Select(row => row.CurrentNumber).SingleAsync(cancel);
        var later = to is null ? current : int.TryParse(to, out var second) ? second : 0;
        var earlier = from is null ? Math.Max(1, later - 1) : int.TryParse(from, out var first) ? first : 0;
        if (await PolicyRows.VersionAsync(db, id, earlier, cancel) is not { } one
            || await PolicyRows.VersionAsync(db, id, later, cancel) is not { } two)
        {
            return new Fault(ControlFaults.QueryInvalid, "`from` or `to` is no version of the policy");
        }

        return new PolicyDiff(
            earlier, later, LineDiff.Of(Encoding.UTF8.GetString(one.Document), Encoding.UTF8.GetString(two.Document)),
            Widening.MayOpen(one.Document, two.Document));
    }

    private async ValueTask<Refusal?> RefuseAsync(Principal who, string id, CancellationToken cancel) =>
        who.Lacks(Right.ReadPolicies) is { } lacking ? lacking : (await PolicyRows.ReadAsync(db, who, id, cancel)).Refusal;

    private static int Number(Position position) => int.Parse(position.Id, System.Globalization.CultureInfo.InvariantCulture);
}
