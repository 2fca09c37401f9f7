using Gatehouse.Api.Grants;
using Gatehouse.Control.Records;
using Gatehouse.Ledger.Index;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Grants;

/// <summary>How grants that the reader was shown are used.</summary>
internal static class GrantUses
{
    public static async Task<IReadOnlyDictionary<string, GrantUse>> OfAsync(PageCall call, IEnumerable<GrantView> grants) =>
        (await call.Use<RecordAdministration>().UsesAsync([.. grants.Select(grant => grant.Id)], call.Cancel)).Uses
            ?? (IReadOnlyDictionary<string, GrantUse>)new Dictionary<string, GrantUse>(StringComparer.Ordinal);
}
