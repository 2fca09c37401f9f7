using System.Security.Cryptography;
using System.Text;
using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Accounts;

/// <summary>A browser comes back from an authorization server. SPEC: OAuth 2.1 §4.1.2, RFC 9207.</summary>
internal sealed class AccountReturns(ControlDb db, ControlStore store, AccountVault vault, AccountRows rows, TokenRequests requests, TimeProvider time)
{
    private static readonly Fault _unknown = new(
        AccountFaults.ReturnUnknown, "nobody was sent for this consent from this browser, or it was used or took too long", "connect the server again");

    /// <summary>Takes the code, once.</summary>
    /// <param name="back">What the authorization server sent along; all of it is an attacker's until the state is known.</param>
    /// <param name="cookie">The browser's cookie.</param>
    /// <param name="from">Network address.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>The server where it is known, and what is wrong.</returns>
    /// <remarks>Faults: <c>account-return-unknown</c>, <c>account-refused</c>, <c>account-token-failed</c>, and those of rights.</remarks>
    public async Task<(string? ServerId, Fault? Fault)> FinishAsync(AccountReturn back, string? cookie, string from, CancellationToken cancel)
    {
        // 1. Someone was sent, by this browser, and has not come back. SECURITY: state and cookie, or it is another's consent.
        var now = time.GetUtcNow();
        var state = AccountAdministration.Hash(back.State);
        var pending = await db.PendingAccounts.AsNoTracking().SingleOrDefaultAsync(row => row.StateHash == state, cancel);
        if (pending is null || cookie is null || pending.Expires <= now || pending.Used is not null
            || !CryptographicOperations.FixedTimeEquals(
                Encoding.ASCII.GetBytes(pending.CookieHash), Encoding.ASCII.GetBytes(AccountAdministration.Hash(cookie)))
            || await db.PendingAccounts.Where(row => row.StateHash == state && row.Used == null)
                .ExecuteUpdateAsync(row => row.SetProperty(found => found.Used, now), cancel) == 0)
        {
            return (null, _unknown);
        }

        // 2. The answer is of the authorization server that was asked, and says yes.
        var client = TokenClient.Read(pending.Client);
        if (back.Issuer is { } issuer ? issuer != client.Issuer : client.TellsIssuer)
        {
            return (pending.ServerId, new Fault(AccountFaults.Refused, "the answer came from another authorization server than was asked"));
        }

        if (back.Code is not { } code || vault.Open(pending) is not { } secrets)
        {
            return (pending.ServerId, new Fault(AccountFaults.Refused, "the authorization server, or the person there, did not consent"));
        }

        // 3. Code → tokens → table, with the rights that the person has by now.
        var (tokens, fault) = await requests.ExchangeAsync(client, secrets.ClientSecret, code, secrets.Verifier, cancel);
        if (tokens is null)
        {
            return (pending.ServerId, fault);
        }

        var who = new Principal
        {
            Kind = ActorKind.Person, Id = pending.StartedBy, Label = "", OrganisationId = pending.OrganisationId, Role = Role.Viewer, From = from,
            SessionId = pending.SessionId,
        };
        var done = await store.ChangeAsync<Done>(who, pending.PersonId.Length > 0 ? Right.BeOneself : Right.ChangeServers, async change =>
        {
            var found = await ServerRows.FindAsync(change, pending.ServerId);
            if (found.Value is not { } server)
            {
                return found.Refusal!;
            }

            // Said otherwise meanwhile: the consent was for something else.
            var auth = await change.Db.ServerAuth.AsNoTracking().SingleOrDefaultAsync(row => row.ServerId == server.Id, change.Cancel);
            if (auth is null || auth.IsPerPerson != pending.PersonId.Length > 0)
            {
                return _unknown;
            }

            await rows.ConnectAsync(change, server, pending.PersonId, pending.BoundTo, client, secrets.ClientSecret, tokens, pending.Scope);
            return Done.It;
        }, cancel);
        return (pending.ServerId, done.Refusal?.Fault);
    }
}

/// <summary>The query of the return.</summary>
/// <param name="State">What was sent along.</param>
/// <param name="Code">Null where the authorization server refused.</param>
/// <param name="Issuer">RFC 9207; null where it did not say.</param>
internal sealed record AccountReturn(string State, string? Code, string? Issuer);
