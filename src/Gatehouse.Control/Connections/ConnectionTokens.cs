using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Control.Connections;

/// <summary>The access tokens that hold, as the data plane looks them up: beside those that a grant was given itself.</summary>
internal static class ConnectionTokens
{
    /// <summary>The tokens by the grant that each stands for.</summary>
    public static async Task<ILookup<string, TokenInput>> ReadAsync(ControlDb db, DateTimeOffset now, CancellationToken cancel)
    {
        var past = now.UtcDateTime;
        var rows = await (
            from token in db.OAuthTokens.AsNoTracking()
            join connection in db.Connections.AsNoTracking() on token.Authorization!.Id equals connection.Id
            where token.Type == TokenTypeIdentifiers.AccessToken && token.Status == Statuses.Valid && token.ExpirationDate > past
                && connection.Ended == null && connection.Status == Statuses.Valid
            select new { connection.GrantId, token.ReferenceId, token.ExpirationDate }).ToListAsync(cancel);
        return rows.Where(static row => Hash(row.ReferenceId) is not null).ToLookup(
            static row => row.GrantId,
            static row => new TokenInput(Hash(row.ReferenceId)!.Value, new DateTimeOffset(row.ExpirationDate!.Value, TimeSpan.Zero)),
            StringComparer.Ordinal);
    }

    // The library keeps base64 of SHA-256 of the text, which is what the data plane looks up.
    private static TokenHash? Hash(string? stored)
    {
        Span<byte> digest = stackalloc byte[32];
        return stored is not null && Convert.TryFromBase64String(stored, digest, out var written) && written == digest.Length
            ? TokenHash.FromHex(Convert.ToHexStringLower(digest))
            : null;
    }
}
