using System.Collections.Immutable;
using Gatehouse.Api.Grants;
using Gatehouse.Api.Servers;

namespace Gatehouse.Server.Dashboard.Pages.Inventory;

/// <summary>What is more than each alone: one owner's agents read what is private, take in what strangers wrote, and send out, with nobody asked.</summary>
/// <param name="OwnerId">Whose grants.</param>
/// <param name="Reads">Reads what is private.</param>
/// <param name="Takes">Takes in what strangers wrote.</param>
/// <param name="Sends">Sends out.</param>
public sealed record ToxicMix(string OwnerId, ReachedTool Reads, ReachedTool Takes, ReachedTool Sends)
{
    /// <summary>Each owner's mix, the riskiest tool of each kind; none where a person is asked for all of a kind.</summary>
    public static ImmutableArray<ToxicMix> Of(ImmutableArray<InventoryServer> servers) =>
    [
        .. servers.SelectMany(Reached).GroupBy(reached => reached.Grant.OwnerId, StringComparer.Ordinal)
            .Select(Of).OfType<ToxicMix>(),
    ];

    private static ToxicMix? Of(IGrouping<string, ReachedTool> reached)
    {
        // One tool may be two of them, as one that reads mail; where another is there, that is the clearer example.
        var reads = reached.FirstOrDefault(IsPrivate);
        var takes = reached.Where(one => one.Tool.Tool.CarriesOutside).OrderBy(one => one.Tool == reads?.Tool).FirstOrDefault();
        var sends = reached.FirstOrDefault(IsSending);
        return reads is null || takes is null || sends is null ? null : new ToxicMix(reached.Key, reads, takes, sends);
    }

    // A call that a person looks at first is the way out of it; a limit or a condition alone is not.
    private static IEnumerable<ReachedTool> Reached(InventoryServer server) => server.Tools.SelectMany(tool =>
        server.Grants.Where((_, i) => tool.Effects[i] is "allow" or "limit" or "conditional").Select(grant => new ReachedTool(server.Server, grant, tool)));

    private static bool IsPrivate(ReachedTool one) => one.Tool.Tool.Kinds.Any(kind => kind is "private" or "secret");

    private static bool IsSending(ReachedTool one) => one.Tool.Tool.Kinds.Contains("external", StringComparer.Ordinal);
}

/// <summary>A tool that a grant reaches.</summary>
public sealed record ReachedTool(ServerView Server, GrantView Grant, InventoryTool Tool);
