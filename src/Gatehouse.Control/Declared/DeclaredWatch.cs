using Gatehouse.Control.Faults;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Declared;

/// <summary>Keeps the tables as the operator's file says: at the start, and when its text changes. One that is not valid changes nothing.</summary>
internal sealed partial class DeclaredWatch(
    DeclaredFile file, IServiceScopeFactory scopes, TimeProvider time, ILogger<DeclaredWatch> log) : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan _often = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _one = new(1);

    // What the file says, and what of it was applied last: one load that is both leaves nothing to do.
    private volatile ConfigLoad _wanted = file.First;
    private volatile ConfigLoad? _applied;
    private string? _told;
    private FileSnapshotSource? _source;
    private ITimer? _timer;

    /// <summary>Whether nothing is under way.</summary>
    public bool IsIdle => _one.CurrentCount == 1;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync();
        _source = new FileSnapshotSource(Load, file.First, time, log);
        _timer = time.CreateTimer(_ => _ = LookAsync(), null, _often, _often);
    }

    /// <summary>Looks now, whether there is something to apply: the text changed, or there was no organisation yet.</summary>
    public async Task LookAsync()
    {
        if (ReferenceEquals(_applied, _wanted) || !await _one.WaitAsync(0))
        {
            return;
        }

        try
        {
            var load = _wanted;
            await using var scope = scopes.CreateAsyncScope();
            var fault = await scope.ServiceProvider.GetRequiredService<DeclaredState>()
                .ApplyAsync(load, file.OrganisationId, isNews: !ReferenceEquals(load, file.First), CancellationToken.None);
            if (fault is null)
            {
                (_applied, _told) = (load, null);
            }
            else if (fault.Code != ControlFaults.NotFound && _told != fault.Message)
            {
                _told = fault.Message;
                LogRefused(log, fault.Code.Word, fault.Message);
            }
        }
#pragma warning disable CA1031 // It is looked at again in a second; what is in force stays in force.
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

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (_timer?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (_source?.DisposeAsync() ?? ValueTask.CompletedTask);
        _one.Dispose();
    }

    // ORDER: how servers are reached before what is told of them, which makes calls look.
    private ConfigLoad Load()
    {
        var load = file.Load();
        if (load is { Config: not null, Snapshot: not null })
        {
            file.Take(load);
            _wanted = load;
        }

        return load;
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "the operator's file is not applied, {Code}: {Problem}")]
    private static partial void LogRefused(ILogger log, string code, string problem);

    // SECURITY: messages of databases quote values; the kind is enough.
    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "the operator's file could not be applied: {Kind}")]
    private static partial void LogFailure(ILogger log, string kind);
}
