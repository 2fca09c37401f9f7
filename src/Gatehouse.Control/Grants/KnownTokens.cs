using Gatehouse.Api;
using Gatehouse.Api.Grants;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Identity;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Grants;

/// <summary>Tokens by their hashes, as a <c>gatehouse.json</c> names them: agents keep theirs when a grant moves to a file or back.</summary>
internal sealed class KnownTokens(ControlDb db, ControlStore store, Pages pages)
{
    private const int LongestId = 128;

    /// <summary>Hashes of the tokens of every grant that holds, oldest first.</summary>
    public async ValueTask<Outcome<Page<KnownTokenView>>> ListAsync(Principal who, PageQuery query, CancellationToken cancel)
    {
        if (who.Lacks(Right.ChangeGrants) is { } lacking)
        {
            return lacking;
        }

        var rows = db.GrantTokens.AsNoTracking().Where(token => db.Grants.Any(grant =>
            grant.Id == token.GrantId && grant.OrganisationId == who.OrganisationId && grant.Revoked == null));
        var (part, fault) = await pages.ReadRowsAsync(
            who, "grant-tokens", query, cancel,
            position => position is { } after
                ? rows.Where(row => row.Created > after.Created || (row.Created == after.Created && string.Compare(row.Hash, after.Id) > 0))
                : rows,
            static filtered => filtered.OrderBy(row => row.Created).ThenBy(row => row.Hash),
            static row => new Position(row.Created, row.Hash));
        return fault is not null
            ? fault
            : new Page<KnownTokenView>([.. part.Rows.Select(static row => new KnownTokenView(row.GrantId, row.Hash, row.Created, row.ValidUntil))], part.Next);
    }

    /// <summary>From now on this is the grant's one token: those of before open it no more, overlap or not.</summary>
    /// <remarks>
    /// SECURITY: connections go on. A person consented to each, no token of the grant made one, and whoever has such a token could not
    /// make one with it; they are listed with the grant and ended by themselves, or with it.
    /// </remarks>
    /// <remarks>Faults: <c>value-invalid</c>, <c>grant-revoked</c>, <c>grant-token-taken</c>, <c>managed-by-file</c>.</remarks>
    public ValueTask<Outcome<GrantView>> SetAsync(Principal who, string id, KnownToken token, Expected expected, CancellationToken cancel) =>
        store.ChangeAsync<GrantView>(who, Right.ChangeGrants, async change =>
        {
            if (await change.Db.Grants.SingleOrDefaultAsync(row => row.Id == id && row.OrganisationId == change.Who.OrganisationId, change.Cancel) is not { } row)
            {
                return ControlFaults.Absent(GrantViews.Kind, id);
            }

            var before = await GrantViews.OfAsync(change.Db, row, change.Cancel);
            if (expected.Refuse(before) is { } stale)
            {
                return stale;
            }

            var invalid = row.Revoked is not null ? new Fault(GrantFaults.Revoked, "the grant was revoked", "make another one")
                : DeclaredFaults.Refuse(row.IsOfFile, GrantViews.Kind) ?? await HashAsync(change, token.Sha256, id);
            if (invalid is not null)
            {
                return invalid;
            }

            var plain = TokenHash.FromHex(token.Sha256)!.Value.ToHex();
            var old = await change.Db.GrantTokens.Where(known => known.GrantId == id).ToListAsync(change.Cancel);
            change.Db.GrantTokens.RemoveRange(old.Where(known => known.Hash != plain));
            if (old.Find(known => known.Hash == plain) is { } kept)
            {
                kept.ValidUntil = null;
            }
            else
            {
                Add(change, row, plain);
            }

            row.Version++;
            await change.Db.SaveChangesAsync(change.Cancel);
            var after = await GrantViews.OfAsync(change.Db, row, change.Cancel);
            change.Note("grant.token_set", GrantViews.Kind, id, before, after);
            return after;
        }, cancel);

    /// <summary>What is wrong with an id that was chosen, or null.</summary>
    public static async ValueTask<Fault?> IdAsync(Change change, string? id) =>
        id is null ? null
        : id.Length is 0 or > LongestId || id.Any(static letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('.' or '_' or '-')) || id.All(static letter => letter == '.')
            ? ControlFaults.Invalid("id", $"is not 1 to {LongestId} letters, digits, `.`, `_` and `-`")
        : await change.Db.Grants.AnyAsync(row => row.Id == id, change.Cancel)
            ? new Fault(GrantFaults.IdTaken, $"the id `{id}` is or was another grant's", "ids are never given again; choose another")
        : null;

    /// <summary>What is wrong with a token's hash, or null.</summary>
    /// <param name="change">The change.</param>
    /// <param name="hash">64 hex digits; null for none.</param>
    /// <param name="grantId">The grant that may have it already.</param>
    public static async ValueTask<Fault?> HashAsync(Change change, string? hash, string? grantId = null)
    {
        if (hash is null)
        {
            return null;
        }

        if (TokenHash.FromHex(hash) is not { } known)
        {
            return ControlFaults.Invalid(grantId is null ? "token_sha256" : "sha256", "is not 64 hex digits");
        }

        var plain = known.ToHex();
        return await change.Db.GrantTokens.AnyAsync(row => row.Hash == plain && row.GrantId != grantId, change.Cancel)
            ? new Fault(GrantFaults.TokenTaken, "this token opens another grant", "a token is one grant's; make another")
            : null;
    }

    /// <summary>Adds a token whose text only its agent has.</summary>
    /// <returns>Null: there is nothing to show.</returns>
    public static string? Add(Change change, Grant grant, string hash)
    {
        change.Db.GrantTokens.Add(new IssuedToken
        {
            Hash = TokenHash.FromHex(hash)!.Value.ToHex(), GrantId = grant.Id, Shown = "", Created = change.Now,
        });
        return null;
    }
}
