using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Connections;

/// <summary>Clears away what nobody can use any more: tokens that expired, clients without a consent, connections without a token.</summary>
internal sealed class ConnectionKeeper : IAsyncDisposable
{
    private const int MostAtOnce = 100;
    private static readonly TimeSpan _pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan _endedLife = TimeSpan.FromDays(30);
    private static readonly TimeSpan _first = TimeSpan.FromMinutes(10);

    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _time;
    private readonly RepeatedLook _look;
    private DateTimeOffset _next = DateTimeOffset.MinValue;

    public ConnectionKeeper(IServiceScopeFactory scopes, TimeProvider time, ILogger<ConnectionKeeper> log)
    {
        (_scopes, _time) = (scopes, time);
        _look = new RepeatedLook(LookAsync, "connections", time, log);
    }

    /// <summary>Begins to look.</summary>
    public void Start() => _look.Start();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _look.DisposeAsync();

    /// <summary>Clears away now.</summary>
    public async Task RunAsync(CancellationToken cancel)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
        var now = _time.GetUtcNow();

        // 1. Expired tokens. A code or refresh token that was used stays until then, so that a second use is known for one.
        var (past, young, old) = (now.UtcDateTime, now - _first, now - _endedLife);
        await db.OAuthTokens.Where(row => row.ExpirationDate < past).ExecuteDeleteAsync(cancel);

        // 2. Connections that have no token left end, and go some time later.
        var left = await db.Connections.AsNoTracking()
            .Where(row => row.Ended == null && row.Created < young && !db.OAuthTokens.Any(token => token.Authorization!.Id == row.Id))
            .OrderBy(row => row.Created).Take(MostAtOnce).ToListAsync(cancel);
        foreach (var row in left)
        {
            await ConnectionEnding.ByServerAsync(scope.ServiceProvider.GetRequiredService<ControlStore>(), row, "connection.expired", cancel);
        }

        await db.Connections.Where(row => row.Ended < old).ExecuteDeleteAsync(cancel);

        // 3. Clients without a consent.
        await scope.ServiceProvider.GetRequiredService<OAuthClients>().RemoveUnusedAsync(OAuthClients.MostUnused, now - OAuthClients.UnusedLife, cancel);
    }

    private async Task LookAsync(CancellationToken stop)
    {
        if (_time.GetUtcNow() is var now && now >= _next)
        {
            _next = now + _pause;
            await RunAsync(stop);
        }
    }
}
