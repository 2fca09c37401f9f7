using System.Collections.Immutable;
using System.Net;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Grants;

/// <summary>What the members of a grant may be.</summary>
internal static class GrantChecks
{
    private const int LongestLabel = 100;
    private const int MostNetworks = 100;
    private static readonly TimeSpan _longestLife = TimeSpan.FromDays(3653);

    public static Fault? Label(string? label) => Text.Invalid("label", label, LongestLabel);

    public static Fault? Expires(DateTimeOffset expires, DateTimeOffset now) =>
        expires > now && expires <= now + _longestLife ? null : ControlFaults.Invalid("expires", "is not ahead, or more than ten years", "write it like 2027-01-31T12:00:00Z");

    public static Fault? Networks(ImmutableArray<string> networks) =>
        networks.Length > MostNetworks ? ControlFaults.Invalid("networks", $"has more than {MostNetworks} items")
        : networks.All(static text => IPNetwork.TryParse(text, out var network) && network.ToString() == text)
            ? null
            : ControlFaults.Invalid("networks", "has an item that is no network in its plain spelling", "write it like `192.0.2.0/24` or `2001:db8::/32`");

    public static Fault? Beat(long? seconds) => seconds is null or (>= Heartbeat.Shortest and <= Heartbeat.Longest)
        ? null
        : ControlFaults.Invalid("heartbeat_seconds", $"is not {Heartbeat.Shortest} to {Heartbeat.Longest}");

    public static async ValueTask<Fault?> ServerAsync(Change change, string id) =>
        await ServerRows.Of(change.Db, change.Who).AnyAsync(row => row.Id == id, change.Cancel)
            ? null
            : ControlFaults.Invalid("server_id", "is no server of the organisation");

    public static ValueTask<Fault?> PolicyAsync(Change change, string? id) => PolicyRows.UnattachableAsync(change, id, "policy_id");

    public static async ValueTask<Fault?> OwnerAsync(Change change, string id) =>
        await change.Db.Members.AnyAsync(row => row.OrganisationId == change.Who.OrganisationId && row.PersonId == id, change.Cancel)
            ? null
            : ControlFaults.Invalid("owner_id", "is no member of the organisation", "a program names the member who answers for the grant");
}
