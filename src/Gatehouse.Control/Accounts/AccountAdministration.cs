using System.Security.Cryptography;
using System.Text;
using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Credentials;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Accounts;

/// <summary>Connects servers with accounts by OAuth, and lets go of them.</summary>
internal sealed class AccountAdministration(
    ControlDb db, ControlStore store, ServerViews views, AccountVault vault, AccountRows rows, Discovery discovery, ClientRegistration registration,
    TokenRequests requests)
{
    private static readonly TimeSpan _patience = TimeSpan.FromMinutes(10);

    /// <summary>Says how a server is signed in to. What was connected before is forgotten.</summary>
    /// <remarks>Faults: <c>value-invalid</c>, <c>server-address-needed</c>.</remarks>
    public ValueTask<Outcome<ServerView>> SetAsync(Principal who, string id, NewServerAuth auth, CancellationToken cancel) =>
        ChangeAsync(who, id, "server.auth_set", async (change, row) =>
        {
            if (Invalid(auth) is { } invalid)
            {
                return invalid;
            }

            if (row.Url is null)
            {
                return new Fault(ServerFaults.AddressNeeded, "a server that the operator's file starts is signed in to by its environment");
            }

            await ForgetAsync(change, id);
            var kept = new ServerAuth
            {
                ServerId = id, Kind = auth.Kind, IsPerPerson = auth.PerPerson, ClientId = auth.ClientId, Issuer = auth.Issuer, Scope = auth.Scope,
                KeyVersion = vault.KeyVersion,
            };
            kept.ClientSecret = auth.ClientSecret is { } secret ? vault.SealClient(kept, secret) : null;
            change.Db.ServerAuth.Add(kept);
            return null;
        }, cancel);

    /// <summary>Signs in to a server no more.</summary>
    public ValueTask<Outcome<ServerView>> UnsetAsync(Principal who, string id, CancellationToken cancel) =>
        ChangeAsync(who, id, "server.auth_removed", async (change, _) =>
            await ForgetAsync(change, id) ? null : new Refusal(ControlFaults.Absent("authentication", id)), cancel);

    /// <summary>The accounts of a server.</summary>
    public async ValueTask<Outcome<AccountList>> ListAsync(Principal who, string id, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadServers) is { } lacking)
        {
            return lacking;
        }

        var found = await ServerRows.ReadAsync(db, who, id, cancel);
        if (found.Value is not { } server)
        {
            return found.Refusal!;
        }

        var accounts = await db.UpstreamAccounts.AsNoTracking().Where(row => row.ServerId == id).OrderBy(row => row.Id).ToListAsync(cancel);
        return new AccountList([.. accounts.Select(row => AccountViews.Of(row, server, vault))]);
    }

    /// <summary>Begins to connect: finds out where to sign in, and sends the person there.</summary>
    /// <param name="who">A person: it is their browser that comes back.</param>
    /// <param name="id">The server.</param>
    /// <param name="isOwn">Whether the account is theirs alone.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Where to go on, and the cookie that the browser has to bring back.</returns>
    /// <remarks>Faults: <c>auth-not-set</c>, <c>person-needed</c>, <c>account-discovery-failed</c>, <c>account-registration-failed</c>,
    /// <c>account-token-failed</c>, <c>account-refused</c>.</remarks>
    public async ValueTask<Outcome<BegunAccount>> StartAsync(Principal who, string id, bool isOwn, CancellationToken cancel)
    {
        var right = isOwn ? Right.BeOneself : Right.ChangeServers;
        if (who.Lacks(right) is { } lacking)
        {
            return lacking;
        }

        // 1. Server, and how it is signed in to.
        var found = await ServerRows.ReadAsync(db, who, id, cancel);
        if (found.Value is not { Url: { } text } server)
        {
            return found.Refusal ?? NotSet();
        }

        if (await db.ServerAuth.AsNoTracking().SingleOrDefaultAsync(row => row.ServerId == id, cancel) is not { } auth || auth.IsPerPerson != isOwn)
        {
            return NotSet();
        }

        if (who is not { Kind: ActorKind.Person, SessionId: { } session } && (auth.Kind == AuthKind.Oauth))
        {
            return new Fault(PeopleFaults.PersonNeeded, "a person has to consent in a browser", "sign in, and connect from the server's page");
        }

        // 2. Where, and as whom. ORDER: others are asked before the transaction, which nobody should wait for.
        var (place, lost) = await discovery.RunAsync(new Uri(text), cancel);
        if (place is null)
        {
            return lost!;
        }

        var personId = isOwn ? who.Id : UpstreamAccount.Shared;
        var before = await db.UpstreamAccounts.AsNoTracking().SingleOrDefaultAsync(row => row.ServerId == id && row.PersonId == personId, cancel);
        var known = before is not null && vault.Open(before) is { } opened ? (TokenClient.Read(before.Client), opened.ClientSecret) : ((TokenClient, string?)?)null;
        var (client, secret, refused) = await registration.RunAsync(place, auth, vault.OpenClient(auth), known, cancel);
        if (client is null)
        {
            return refused!;
        }

        var scope = auth.Scope ?? Wider(place.Scope, before);
        return auth.Kind == AuthKind.ClientCredentials
            ? await OwnAsync(who, right, server, personId, client, secret, scope, cancel)
            : await SendAwayAsync(who, right, server, personId, place, client, secret, scope, cancel);
    }

    /// <summary>Forgets an account.</summary>
    public ValueTask<Outcome<Done>> DisconnectAsync(Principal who, string id, bool isOwn, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, isOwn ? Right.BeOneself : Right.ChangeServers, async change =>
        {
            var found = await ServerRows.FindAsync(change, id);
            if (found.Value is not { } server)
            {
                return found.Refusal!;
            }

            var person = isOwn ? change.Who.Id : UpstreamAccount.Shared;
            if (await change.Db.UpstreamAccounts.SingleOrDefaultAsync(row => row.ServerId == id && row.PersonId == person, change.Cancel) is not { } row)
            {
                return ControlFaults.Absent(AccountViews.Kind, id);
            }

            change.Db.UpstreamAccounts.Remove(row);
            ApprovalVoids.OfServer(change.Transaction, id);
            change.Note<AccountView>("account.disconnected", AccountViews.Kind, row.Id, AccountViews.Of(row, server, vault), null);
            return Done.It;
        }, cancel);

    private async ValueTask<Outcome<BegunAccount>> SendAwayAsync(
        Principal who, Right right, RegisteredServer server, string personId, SignInPlace place, TokenClient client, string? secret, string? scope,
        CancellationToken cancel)
    {
        if (place.AuthorizationEndpoint is not { } endpoint || !place.HasPkce)
        {
            return AccountFaults.NotFound("the authorization server offers no authorization code with PKCE (S256)");
        }

        var (state, cookie, verifier) = (TokenRequests.NewVerifier(), TokenRequests.NewVerifier(), TokenRequests.NewVerifier());
        return await store.ChangeAsync<BegunAccount>(who, right, async change =>
        {
            await change.Db.PendingAccounts.Where(row => row.Expires < change.Now).ExecuteDeleteAsync(change.Cancel);
            var pending = new PendingAccount
            {
                StateHash = Hash(state),
                CookieHash = Hash(cookie),
                OrganisationId = change.Who.OrganisationId,
                ServerId = server.Id,
                PersonId = personId,
                StartedBy = change.Who.Id,
                SessionId = change.Who.SessionId!,
                BoundTo = CredentialVault.BindingOf(new Uri(server.Url!)),
                Client = client.ToJson(),
                Scope = scope,
                KeyVersion = vault.KeyVersion,
                Sealed = vault.Seal(Hash(state), new PendingSecrets(verifier, secret)),
                Expires = change.Now + _patience,
            };
            change.Db.PendingAccounts.Add(pending);
            change.Note("account.begun", ServerRows.Kind, server.Id);
            change.IsUnseenByCalls = true;
            return new BegunAccount(
                new AccountStart(pending.Expires, TokenRequests.AuthorizationUrl(endpoint, client, verifier, state, scope)), cookie);
        }, cancel);
    }

    private async ValueTask<Outcome<BegunAccount>> OwnAsync(
        Principal who, Right right, RegisteredServer server, string personId, TokenClient client, string? secret, string? scope, CancellationToken cancel)
    {
        var (tokens, fault) = await requests.OwnAsync(client, secret, scope, cancel);
        if (tokens is null)
        {
            return fault!;
        }

        return await store.ChangeAsync<BegunAccount>(who, right, async change =>
        {
            var row = await rows.ConnectAsync(
                change, server, personId, CredentialVault.BindingOf(new Uri(server.Url!)), client, secret, tokens, scope);
            rows.Take(row, new AccountSecrets(tokens.AccessToken, null, secret), tokens, change.Now, mayRenew: true);
            return new BegunAccount(new AccountStart(row.Expires ?? change.Now), null);
        }, cancel);
    }

    private ValueTask<Outcome<ServerView>> ChangeAsync(
        Principal who, string id, string what, Func<Change, RegisteredServer, ValueTask<Refusal?>> set, CancellationToken cancel) =>
        store.ChangeAsync<ServerView>(who, Right.ChangeServers, async change =>
        {
            var found = await ServerRows.FindAsync(change, id);
            if (found.Value is not { } row)
            {
                return found.Refusal!;
            }

            var before = await views.OfAsync(change.Db, row, change.Cancel);
            if (DeclaredFaults.Refuse(row.IsOfFile, ServerRows.Kind) is { } kept)
            {
                return kept;
            }

            if (await set(change, row) is { } refusal)
            {
                return refusal;
            }

            ApprovalVoids.OfServer(change.Transaction, id);
            row.Version++;
            await change.Db.SaveChangesAsync(change.Cancel);
            var after = await views.OfAsync(change.Db, row, change.Cancel);
            change.Note(what, ServerRows.Kind, id, before, after);
            return after;
        }, cancel);

    private static async Task<bool> ForgetAsync(Change change, string id)
    {
        await change.Db.PendingAccounts.Where(row => row.ServerId == id).ExecuteDeleteAsync(change.Cancel);
        await change.Db.UpstreamAccounts.Where(row => row.ServerId == id).ExecuteDeleteAsync(change.Cancel);
        return await change.Db.ServerAuth.Where(row => row.ServerId == id).ExecuteDeleteAsync(change.Cancel) > 0;
    }

    // What a server asked for beyond the scopes that an account has is asked for with them: it is one consent.
    private static string? Wider(string? scope, UpstreamAccount? before)
    {
        var more = before?.Problem is { } problem && problem.StartsWith(AccountRenewal.ScopeNeeded, StringComparison.Ordinal)
            ? problem[AccountRenewal.ScopeNeeded.Length..].Split(' ') : [];
        var all = (scope ?? "").Split(' ').Concat(more.Length == 0 ? [] : before?.Scope?.Split(' ') ?? []).Concat(more)
            .Where(static word => word.Length > 0).Distinct(StringComparer.Ordinal);
        return string.Join(' ', all) is { Length: > 0 } text ? text : null;
    }

    private static Fault? Invalid(NewServerAuth auth) =>
        auth.ClientId is { } id && (id.Length > 2048 || !IsPlain(id)) ? ControlFaults.Invalid("client_id", "is not visible ASCII")
        : auth.ClientSecret is not null && auth.ClientId is null ? ControlFaults.Invalid("client_secret", "needs a `client_id`")
        : auth.ClientSecret is { } secret && (secret.Length is 0 or > 4096 || !IsPlain(secret)) ? ControlFaults.Invalid("client_secret", "is not visible ASCII")
        : auth.ClientSecret is not null && auth.Issuer is null
            ? ControlFaults.Invalid("issuer", "is needed with a secret", "name the only authorization server that the secret may be sent to")
        : auth.Issuer is { } issuer && !Uri.TryCreate(issuer, UriKind.Absolute, out _) ? ControlFaults.Invalid("issuer", "is not an address")
        : auth.Scope is { } scope && (scope.Length is 0 or > 1000 || !IsPlain(scope.Replace(" ", "", StringComparison.Ordinal)))
            ? ControlFaults.Invalid("scope", "is not words of visible ASCII, separated by blanks")
        : auth.Kind == AuthKind.ClientCredentials && auth.ClientSecret is null ? ControlFaults.Invalid("client_secret", "is needed for client credentials")
        : auth is { Kind: AuthKind.ClientCredentials, PerPerson: true } ? ControlFaults.Invalid("per_person", "does not go with client credentials")
        : null;

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExceptInRange('!', '~');

    private static Fault NotSet() => new(
        AccountFaults.NotAsked, "the server is not set to be signed in to in this way", "have an admin say how, under the server's authentication");

    internal static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}

/// <summary>A connection that was begun.</summary>
/// <param name="Start">Where to go on.</param>
/// <param name="Cookie">What the browser brings back; null where none goes.</param>
internal sealed record BegunAccount(AccountStart Start, string? Cookie);
