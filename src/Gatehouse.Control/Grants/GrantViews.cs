using System.Collections.Immutable;
using Gatehouse.Api.Grants;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Grants;

/// <summary>Grants as the API shows them: how their tokens begin, never a token.</summary>
internal static class GrantViews
{
    public const string Kind = "grant";

    public static async Task<GrantView> OfAsync(ControlDb db, Grant row, CancellationToken cancel) =>
        Of(row, await db.GrantTokens.AsNoTracking().Where(token => token.GrantId == row.Id).ToListAsync(cancel));

    public static async Task<ImmutableArray<GrantView>> OfAsync(ControlDb db, IReadOnlyCollection<Grant> rows, CancellationToken cancel)
    {
        var ids = rows.Select(static row => row.Id).ToList();
        var tokens = (await db.GrantTokens.AsNoTracking().Where(token => ids.Contains(token.GrantId)).ToListAsync(cancel))
            .ToLookup(static token => token.GrantId, StringComparer.Ordinal);
        return [.. rows.Select(row => Of(row, tokens[row.Id]))];
    }

    private static GrantView Of(Grant row, IEnumerable<IssuedToken> tokens) => new()
    {
        Id = row.Id,
        Label = row.Label,
        ServerId = row.ServerId,
        PolicyId = row.PolicyId,
        OwnerId = row.OwnerId,
        Tags = [.. row.Tags],
        Expires = row.Expires,
        Networks = [.. row.Networks],
        HeartbeatSeconds = (long?)row.HeartbeatLimit?.TotalSeconds,
        HeartbeatDue = Heartbeat.DueOf(row),
        Tokens = [.. tokens.OrderBy(static token => token.Created).ThenBy(static token => token.Hash, StringComparer.Ordinal)
            .Select(static token => new TokenView(token.Shown, token.Created, token.ValidUntil))],
        Frozen = FreezeMark.View(row.Frozen),
        Revoked = row.Revoked,
        ManagedBy = row.IsOfFile ? DeclaredFaults.Word : null,
        Created = row.Created,
        Version = row.Version,
    };
}
