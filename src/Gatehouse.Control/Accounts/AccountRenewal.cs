using System.Collections.Concurrent;
using Gatehouse.Api;
using Gatehouse.Api.Servers;
using Gatehouse.Control.People;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Accounts;

/// <summary>Renews tokens before they end, one at a time at each token endpoint's host, and notes what servers refuse.</summary>
/// <remarks>
/// A lease in the account's row keeps a second process from using a refresh token that this one is using up. An endpoint that does
/// not answer delays the accounts of its own issuer alone.
/// </remarks>
internal sealed partial class AccountRenewal : IAsyncDisposable
{
    /// <summary>How a problem begins that a new consent with more scopes cures; the scopes follow.</summary>
    public const string ScopeNeeded = "the server asks for the scope ";

    private const int MostSeen = 500;
    private const int MostAtOnce = 20;

    /// <summary>So many hosts are asked at once, and so many for one organisation.</summary>
    private const int MostHosts = 8;
    private const int MostHostsOfOne = 2;

    /// <summary>So long nobody asks an issuer's endpoint that did not answer.</summary>
    private static readonly TimeSpan _rest = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(30);

    private readonly IServiceScopeFactory _scopes;
    private readonly AccountVault _vault;
    private readonly AccountRows _rows;
    private readonly AccountTokens _tokens;
    private readonly TokenRequests _requests;
    private readonly AccountMails _mails;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly RepeatedLook _look;
    private readonly Lanes _lanes;

    // Issuers that are being asked, without an end, and those that rest.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _away = new(StringComparer.Ordinal);

    public AccountRenewal(
        IServiceScopeFactory scopes, AccountVault vault, AccountRows rows, AccountTokens tokens, TokenRequests requests, AccountMails mails,
        TimeProvider time, ILogger<AccountRenewal> log)
    {
        (_scopes, _vault, _rows, _tokens, _requests, _mails, _time, _log) = (scopes, vault, rows, tokens, requests, mails, time, log);
        _look = new RepeatedLook(LookAsync, "accounts at servers", time, log);
        _lanes = new Lanes("renewals of accounts", MostHosts, MostHostsOfOne, time, log);
    }

    /// <summary>Begins to look once a second.</summary>
    public void Start() => _look.Start();

    /// <summary>Looks now, unless somebody does already.</summary>
    public Task LookAsync() => _look.LookAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _look.DisposeAsync();
        await _lanes.DisposeAsync();
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        List<Turn> turns;
        await using (var scope = _scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
            while (_tokens.Refusals.TryRead(out var refusal))
            {
                await NoteAsync(scope.ServiceProvider, db, refusal, cancel);
            }

            turns = await DueAsync(db, cancel);
        }

        await _lanes.RunAsync(turns, cancel);
    }

    // A turn for each host that has something due, the most urgent first.
    private async Task<List<Turn>> DueAsync(ControlDb db, CancellationToken cancel)
    {
        var now = _time.GetUtcNow();
        foreach (var (issuer, until) in _away)
        {
            if (until <= now)
            {
                _away.TryRemove(KeyValuePair.Create(issuer, until));
            }
        }

        var away = _away.Keys.ToArray();
        var due = await (
            from row in db.UpstreamAccounts.AsNoTracking()
            where row.RenewAt != null && row.RenewAt <= now && !row.IsFailed && (row.LeasedUntil == null || row.LeasedUntil <= now)
                && !away.Contains(row.Issuer)
            join server in db.Servers.AsNoTracking() on row.ServerId equals server.Id
            orderby row.RenewAt
            select new { row.Id, row.Issuer, row.Client, server.OrganisationId }).Take(MostSeen).ToListAsync(cancel);
        return
        [
            .. from row in due
               group row by TokenClient.HostOf(row.Client) into host
               let accounts = host.Select(static row => (row.Id, row.Issuer)).Take(MostAtOnce).ToList()
               select new Turn(host.Key, host.First().OrganisationId, end => RenewAllAsync(accounts, end)),
        ];
    }

    // One host's turn, on a connection of its own. It ends with the first that gets no answer: others wait for the room.
    private async Task RenewAllAsync(List<(string Id, string Issuer)> accounts, CancellationToken cancel)
    {
        string? silent = null;
        foreach (var (_, issuer) in accounts)
        {
            _away[issuer] = DateTimeOffset.MaxValue;
        }

        try
        {
            await using var scope = _scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
            foreach (var (id, issuer) in accounts)
            {
                if (!await RenewAsync(scope.ServiceProvider, db, id, cancel))
                {
                    silent = issuer;
                    break;
                }
            }
        }
        finally
        {
            foreach (var (_, issuer) in accounts)
            {
                _away.TryRemove(issuer, out _);
            }

            if (silent is not null)
            {
                _away[silent] = _time.GetUtcNow() + _rest;
            }
        }
    }

    // False where the endpoint did not answer.
    private async Task<bool> RenewAsync(IServiceProvider parts, ControlDb db, string id, CancellationToken cancel)
    {
        // 1. Nobody else, for a while.
        var now = _time.GetUtcNow();
        if (await db.UpstreamAccounts.Where(row => row.Id == id && (row.LeasedUntil == null || row.LeasedUntil <= now))
            .ExecuteUpdateAsync(row => row.SetProperty(found => found.LeasedUntil, now + _lease), cancel) == 0)
        {
            return true;
        }

        if (await db.UpstreamAccounts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) is not { } account)
        {
            return true; // Let go of meanwhile.
        }

        if (_vault.Open(account) is not { } secrets)
        {
            await FailAsync(parts, account, "its tokens cannot be decrypted");
            return true;
        }

        // 2. New tokens. A refresh token is used up by asking, so what comes is kept before anything else.
        var client = TokenClient.Read(account.Client);
        var (got, fault) = secrets.RefreshToken is { } refresh
            ? await _requests.RenewAsync(client, secrets.ClientSecret, refresh, cancel)
            : await _requests.OwnAsync(client, secrets.ClientSecret, account.Scope, cancel);
        if (got is not null)
        {
            var kept = new AccountSecrets(got.AccessToken, got.RefreshToken ?? secrets.RefreshToken, secrets.ClientSecret);
            await ChangeAsync(parts, account, "account.renewed", (change, row, _) => Set(() => _rows.Take(row, kept, got, change.Now, mayRenew: true)));
        }
        else if (fault!.Code == AccountFaults.Refused)
        {
            await FailAsync(parts, account, "the authorization server does not renew it any more");
        }
        else
        {
            LogLater(_log, id, fault.Message);
            var failed = _time.GetUtcNow();
            DateTimeOffset? later = failed + RenewalPause.At(failed, account.Expires);
            await db.UpstreamAccounts.Where(row => row.Id == id && row.Version == account.Version)
                .ExecuteUpdateAsync(row => row.SetProperty(found => found.RenewAt, later), cancel);
            return fault != TokenRequests.NoAnswer;
        }

        return true;
    }

    // A refused token is renewed at once where it can be, and ends where it cannot.
    private async Task NoteAsync(IServiceProvider parts, ControlDb db, TokenRefusal refusal, CancellationToken cancel)
    {
        if (await db.UpstreamAccounts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == refusal.AccountId, cancel) is not { } account
            || account.Version != refusal.Version || account.IsFailed)
        {
            return;
        }

        var challenge = Challenge.Read(refusal.Challenge);
        if (challenge.Error == "insufficient_scope")
        {
            var scope = challenge.Scope is { Length: <= 500 } words && !words.AsSpan().ContainsAnyExceptInRange(' ', '~') ? words : "";
            await ChangeAsync(parts, account, "account.scope_needed", (_, row, _) => Set(() => row.Problem = ScopeNeeded + scope));
        }
        else if (account.RenewAt is null)
        {
            await FailAsync(parts, account, "the server does not take its token any more");
        }
        else
        {
            await db.UpstreamAccounts.Where(row => row.Id == account.Id && row.Version == refusal.Version)
                .ExecuteUpdateAsync(row => row.SetProperty(found => found.RenewAt, _time.GetUtcNow()), cancel);
        }
    }

    private Task FailAsync(IServiceProvider parts, UpstreamAccount account, string why)
    {
        LogFailed(_log, account.ServerId, why);
        return ChangeAsync(parts, account, "account.failed", (change, row, server) =>
        {
            (row.IsFailed, row.Problem, row.LeasedUntil) = (true, why, null);
            return _mails.PutAsync(change, row, server, why);
        });
    }

    // What was learned is kept even while the process stops: a used-up refresh token comes once.
    private async Task ChangeAsync(
        IServiceProvider parts, UpstreamAccount account, string what, Func<Change, UpstreamAccount, RegisteredServer, Task> set)
    {
        var db = parts.GetRequiredService<ControlDb>();
        var server = await db.Servers.AsNoTracking().SingleAsync(row => row.Id == account.ServerId, CancellationToken.None);
        await parts.GetRequiredService<ControlStore>().ChangeUncheckedAsync<Done>(
            Principal.OfServer(server.OrganisationId),
            async change =>
            {
                // Connected anew, let go of, or failed, meanwhile: what we know is of before.
                if (await change.Db.UpstreamAccounts.SingleOrDefaultAsync(
                    row => row.Id == account.Id && row.Version == account.Version && !row.IsFailed, change.Cancel) is not { } row)
                {
                    return Faults.ControlFaults.Absent(AccountViews.Kind, account.Id);
                }

                var before = AccountViews.Of(row, server, _vault);
                await set(change, row, server);
                change.Note<AccountView>(what, AccountViews.Kind, row.Id, before, AccountViews.Of(row, server, _vault));
                return Done.It;
            },
            CancellationToken.None);
    }

    private static Task Set(Action set)
    {
        set();
        return Task.CompletedTask;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "the token of account {Account} could not be renewed and is tried again: {Problem}")]
    private static partial void LogLater(ILogger log, string account, string problem);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "an account at server {Server} has to be connected again: {Problem}")]
    private static partial void LogFailed(ILogger log, string server, string problem);
}
