using Gatehouse.Api.Servers;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Approvals;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Accounts;

/// <summary>Puts tokens into the table.</summary>
internal sealed class AccountRows(AccountVault vault)
{
    // A token is renewed when a fifth of its time is left; one with less than this left then, at half of its time.
    private static readonly TimeSpan _latest = TimeSpan.FromSeconds(30);

    /// <summary>Connects an account: what was there of it before is replaced, and calls that wait for a person are void.</summary>
    public async Task<UpstreamAccount> ConnectAsync(
        Change change, RegisteredServer server, string personId, string boundTo, TokenClient client, string? secret, TokenAnswer tokens, string? asked)
    {
        var row = await change.Db.UpstreamAccounts.SingleOrDefaultAsync(row => row.ServerId == server.Id && row.PersonId == personId, change.Cancel);
        var before = row is null ? null : AccountViews.Of(row, server, vault);
        if (row is null)
        {
            row = new UpstreamAccount
            {
                Id = Ids.New("acc"), ServerId = server.Id, PersonId = personId, BoundTo = boundTo, Client = "", Issuer = client.Issuer,
                KeyVersion = 0, Sealed = [], ConnectedBy = change.Who.Label, Connected = change.Now,
            };
            change.Db.UpstreamAccounts.Add(row);
        }

        (row.BoundTo, row.Issuer, row.Client) = (boundTo, client.Issuer, client.ToJson());
        (row.ConnectedBy, row.Connected) = (change.Who.Label, change.Now);
        row.Scope = tokens.Scope ?? asked;
        Take(row, new AccountSecrets(tokens.AccessToken, tokens.RefreshToken, secret), tokens, change.Now, mayRenew: tokens.RefreshToken is not null);

        // An approval covers the credential that it was given for.
        ApprovalVoids.OfServer(change.Transaction, server.Id);
        change.Note<AccountView>("account.connected", AccountViews.Kind, row.Id, before, AccountViews.Of(row, server, vault));
        return row;
    }

    /// <summary>Puts new tokens into an account.</summary>
    public void Take(UpstreamAccount row, AccountSecrets secrets, TokenAnswer tokens, DateTimeOffset now, bool mayRenew)
    {
        vault.Seal(row, secrets);
        row.Expires = now + tokens.Lives;
        row.RenewAt = mayRenew && tokens.Lives is { } lives ? now + Early(lives) : null;
        (row.IsFailed, row.Problem, row.LeasedUntil) = (false, null, null);
        row.Version++;
    }

    private static TimeSpan Early(TimeSpan lives) => lives * 0.2 < _latest ? lives / 2 : lives * 0.8;
}
