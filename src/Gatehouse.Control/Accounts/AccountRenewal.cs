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

/// <summary>Renews tokens before they end, one at a time for each account, and notes what servers refuse.</summary>
/// <remarks>A lease in the account's row keeps a second process from using a refresh token that this one is using up.</remarks>
internal sealed partial class AccountRenewal(
    IServiceScopeFactory scopes, AccountVault vault, AccountRows rows, AccountTokens tokens, TokenRequests requests, TimeProvider time,
    ILogger<AccountRenewal> log) : IAsyncDisposable
{
    /// <summary>How a problem begins that a new consent with more scopes cures; the scopes follow.</summary>
    public const string ScopeNeeded = "the server asks for the scope ";

    private const int MostAtOnce = 20;
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _lease = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _timer;
    private bool _isEnded;

    /// <summary>Begins to look once a second.</summary>
    public void Start() => _timer = time.CreateTimer(_ => _ = LookAsync(), null, _interval, _interval);

    /// <summary>Looks now, unless somebody does already.</summary>
    public async Task LookAsync()
    {
        if (!await _one.WaitAsync(0))
        {
            return;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
            while (tokens.Refusals.TryRead(out var refusal))
            {
                await NoteAsync(scope.ServiceProvider, db, refusal);
            }

            var now = time.GetUtcNow();
            var due = await db.UpstreamAccounts.AsNoTracking()
                .Where(row => row.RenewAt != null && row.RenewAt <= now && !row.IsFailed && (row.LeasedUntil == null || row.LeasedUntil <= now))
                .OrderBy(row => row.RenewAt).Select(row => row.Id).Take(MostAtOnce).ToListAsync(_stop.Token);
            foreach (var id in due)
            {
                await RenewAsync(scope.ServiceProvider, db, id);
            }
        }
#pragma warning disable CA1031 // It is looked at again in a second; a token that ended meanwhile is not sent.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (!_stop.IsCancellationRequested)
            {
                LogFailure(log, failure.GetType().Name);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isEnded, true))
        {
            return;
        }

        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        await _stop.CancelAsync();
        await _one.WaitAsync();
        _one.Dispose();
        _stop.Dispose();
    }

    private async Task RenewAsync(IServiceProvider parts, ControlDb db, string id)
    {
        // 1. Nobody else, for a while.
        var now = time.GetUtcNow();
        if (await db.UpstreamAccounts.Where(row => row.Id == id && (row.LeasedUntil == null || row.LeasedUntil <= now))
            .ExecuteUpdateAsync(row => row.SetProperty(found => found.LeasedUntil, now + _lease), _stop.Token) == 0)
        {
            return;
        }

        var account = await db.UpstreamAccounts.AsNoTracking().SingleAsync(row => row.Id == id, _stop.Token);
        if (vault.Open(account) is not { } secrets)
        {
            await FailAsync(parts, account, "its tokens cannot be decrypted");
            return;
        }

        // 2. New tokens. A refresh token is used up by asking, so what comes is kept before anything else.
        var client = TokenClient.Read(account.Client);
        var (got, fault) = secrets.RefreshToken is { } refresh
            ? await requests.RenewAsync(client, secrets.ClientSecret, refresh, _stop.Token)
            : await requests.OwnAsync(client, secrets.ClientSecret, account.Scope, _stop.Token);
        if (got is not null)
        {
            await ChangeAsync(parts, account, "account.renewed", (row, at) => rows.Take(
                row, new AccountSecrets(got.AccessToken, got.RefreshToken ?? secrets.RefreshToken, secrets.ClientSecret), got, at, mayRenew: true));
        }
        else if (fault!.Code == AccountFaults.Refused)
        {
            await FailAsync(parts, account, "the authorization server does not renew it any more");
        }
        else
        {
            LogLater(log, id, fault.Message); // The lease is the pause.
        }
    }

    // A refused token is renewed at once where it can be, and ends where it cannot.
    private async Task NoteAsync(IServiceProvider parts, ControlDb db, TokenRefusal refusal)
    {
        if (await db.UpstreamAccounts.AsNoTracking().SingleOrDefaultAsync(row => row.Id == refusal.AccountId, _stop.Token) is not { } account
            || account.Version != refusal.Version)
        {
            return;
        }

        var challenge = Challenge.Read(refusal.Challenge);
        if (challenge.Error == "insufficient_scope")
        {
            var scope = challenge.Scope is { Length: <= 500 } words && !words.AsSpan().ContainsAnyExceptInRange(' ', '~') ? words : "";
            await ChangeAsync(parts, account, "account.scope_needed", (row, _) => row.Problem = ScopeNeeded + scope);
        }
        else if (account.RenewAt is null)
        {
            await FailAsync(parts, account, "the server does not take its token any more");
        }
        else
        {
            await db.UpstreamAccounts.Where(row => row.Id == account.Id && row.Version == refusal.Version)
                .ExecuteUpdateAsync(row => row.SetProperty(found => found.RenewAt, time.GetUtcNow()), _stop.Token);
        }
    }

    private Task FailAsync(IServiceProvider parts, UpstreamAccount account, string why)
    {
        LogFailed(log, account.ServerId, why);
        return ChangeAsync(parts, account, "account.failed", (row, _) => (row.IsFailed, row.Problem, row.LeasedUntil) = (true, why, null));
    }

    private async Task ChangeAsync(IServiceProvider parts, UpstreamAccount account, string what, Action<UpstreamAccount, DateTimeOffset> set)
    {
        var db = parts.GetRequiredService<ControlDb>();
        var server = await db.Servers.AsNoTracking().SingleAsync(row => row.Id == account.ServerId, _stop.Token);
        await parts.GetRequiredService<ControlStore>().ChangeUncheckedAsync<Done>(
            Principal.OfServer(server.OrganisationId),
            async change =>
            {
                // Connected anew, or let go of, meanwhile: what we know is of before.
                if (await change.Db.UpstreamAccounts.SingleOrDefaultAsync(
                    row => row.Id == account.Id && row.Version == account.Version, change.Cancel) is not { } row)
                {
                    return Faults.ControlFaults.Absent(AccountViews.Kind, account.Id);
                }

                var before = AccountViews.Of(row, server, vault);
                set(row, change.Now);
                change.Note<AccountView>(what, AccountViews.Kind, row.Id, before, AccountViews.Of(row, server, vault));
                return Done.It;
            },
            CancellationToken.None);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "accounts at servers could not be looked at ({Problem}); they are in a second")]
    private static partial void LogFailure(ILogger log, string problem);

    [LoggerMessage(EventId = 2, Level = LogLevel.Warning, Message = "the token of account {Account} could not be renewed and is tried again: {Problem}")]
    private static partial void LogLater(ILogger log, string account, string problem);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "an account at server {Server} has to be connected again: {Problem}")]
    private static partial void LogFailed(ILogger log, string server, string problem);
}
