using Gatehouse.Control.Audit;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Journal;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Records;

/// <summary>Signs the audit once a minute, and once a day lets go of calls and changes that are kept no longer.</summary>
internal sealed partial class Retention(
    RecordSettings settings, ControlSettings control, IServiceScopeFactory scopes, TimeProvider time, ILogger<Retention> log)
    : IHostedService, IDisposable
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    private readonly SemaphoreSlim _one = new(1);
    private ITimer? _timer;
    private DateTimeOffset _pruned = DateTimeOffset.MinValue;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = time.CreateTimer(_ => _ = LookAsync(), null, _minute, _minute);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        // Who looks now is seen through; then the end is signed.
        await _one.WaitAsync(cancellationToken);
        _one.Release();
        await LookAsync();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer?.Dispose();
        _one.Dispose();
    }

    /// <summary>Looks now.</summary>
    public async Task LookAsync()
    {
        if (!await _one.WaitAsync(0))
        {
            return;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var keeper = scope.ServiceProvider.GetRequiredService<AuditKeeper>();
            await keeper.SignAsync(CancellationToken.None);
            var now = time.GetUtcNow();
            if (now - _pruned >= _day)
            {
                await PruneArgumentsAsync(scope.ServiceProvider.GetRequiredService<ControlDb>(), now);
                await PruneAsync(keeper, now);
                _pruned = now;
            }
        }
#pragma warning disable CA1031 // It is done again in a minute; what is not pruned yet is kept longer.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailure(log, failure.GetType().Name);
        }
        finally
        {
            _one.Release();
        }
    }

    private async Task PruneAsync(AuditKeeper keeper, DateTimeOffset now)
    {
        if (settings.AuditKept is { } audit)
        {
            await keeper.PruneAsync(now - audit, CancellationToken.None);
        }

        if (settings.CallsKept is { } calls)
        {
            JournalPrune.Run(settings.JournalFolder, now - calls, control.Keys, time);
            Expect(await settings.Index.ForgetAsync(now - calls, CancellationToken.None));
        }
    }

    private async Task PruneArgumentsAsync(ControlDb db, DateTimeOffset now)
    {
        var stored = control.Ledger.Arguments;
        Expect(await stored.ForgetExpiredAsync(now, CancellationToken.None));
        if (settings.CallsKept is { } calls)
        {
            // With their record, however long they were to be kept.
            Expect(await stored.ForgetBeforeAsync(now - calls, serverId: null, CancellationToken.None));
        }

        // A setting that became shorter holds for what is there.
        foreach (var server in await db.Servers.AsNoTracking().Where(row => row.StoreArguments != null).ToListAsync())
        {
            if (ArgumentStorings.View(server.StoreArguments) is { } setting)
            {
                Expect(await stored.ForgetBeforeAsync(now.AddDays(-setting.KeepDays), server.Id, CancellationToken.None));
            }
        }

        Expect(await stored.RenewAsync(CancellationToken.None));
    }

    // What could not be done is told and done again, like what the database itself refuses.
    private static void Expect((long Calls, Fault? Fault) end)
    {
        if (end.Fault is { } fault)
        {
            throw new InvalidOperationException(fault.Code.Word);
        }
    }

    // SECURITY: messages of databases quote values; the kind is enough.
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "the audit could not be signed, or what is old not pruned: {Kind}")]
    private static partial void LogFailure(ILogger log, string kind);
}
