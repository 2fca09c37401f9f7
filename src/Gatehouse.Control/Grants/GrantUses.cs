using System.Collections.Immutable;
using Gatehouse.Api.Grants;
using Gatehouse.Control.Records;

namespace Gatehouse.Control.Grants;

/// <summary>How grants were used lately, out of the totals of the records.</summary>
internal sealed class GrantUses(RecordSettings records, TimeProvider time)
{
    /// <summary>The grants with their uses; without where the index cannot be read, which keeps nobody from seeing their grants.</summary>
    /// <param name="grants">SECURITY: of the asker's organisation; whoever calls has made sure of that.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<ImmutableArray<GrantView>> AddAsync(ImmutableArray<GrantView> grants, CancellationToken cancel)
    {
        var (found, _) = await records.Index.GrantUsesAsync([.. grants.Select(static grant => grant.Id)], time.GetUtcNow(), cancel);
        return found is null
            ? grants
            : [.. grants.Select(grant => found.TryGetValue(grant.Id, out var use)
                ? grant with { Use = new GrantUseView(use.Calls, use.Denied, use.LastUsed) }
                : grant)];
    }
}
