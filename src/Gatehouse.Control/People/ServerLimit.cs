using System.Collections.Immutable;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>The servers that an approver is limited to.</summary>
internal static class ServerLimit
{
    private const int Most = 200;

    /// <summary>Null where the limit may stand: no limit, or an approver's and of servers that the organisation has.</summary>
    public static async Task<Fault?> InvalidAsync(Change change, Role role, ImmutableArray<string>? servers)
    {
        if (servers is not { } limit)
        {
            return null;
        }

        if (role != Role.Approver || limit.Length is 0 or > Most)
        {
            return ControlFaults.Invalid("servers", $"is for approvers only, and names 1 to {Most} servers");
        }

        var names = limit.ToArray();
        var known = await change.Db.Servers
            .Where(row => row.OrganisationId == change.Who.OrganisationId && row.Retired == null && names.Contains(row.Id))
            .Select(row => row.Id).ToListAsync(change.Cancel);
        return limit.Except(known, StringComparer.Ordinal).FirstOrDefault() is { } stranger
            ? ControlFaults.Invalid("servers", $"names `{ControlFaults.Shown(stranger)}`, which is no server of the organisation")
            : null;
    }
}
