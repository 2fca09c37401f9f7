using System.Collections.Concurrent;
using System.Text.Json;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Downstream;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Wire;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Tasks;

/// <summary>Makes the stored calls of tasks: each at most once, and the same way as any other call.</summary>
/// <remarks>
/// INVARIANT: a task is moved to running before its call is looked at, and only to waiting again where provably nothing was
/// sent. What a killed process leaves running is never begun again.
/// </remarks>
internal sealed partial class TaskRunner(
    ICallTasks tasks, TaskSeal seal, ApprovalGate approvals, ISnapshotSource snapshots, IRecorder recorder, FreezeGate freezes,
    OpenStreams streams, TimeProvider time, ILogger log) : IAsyncDisposable
{
    /// <summary>Most calls of one grant that are made at once for tasks.</summary>
    public const int MostOfGrant = 20;

    private const int Most = 50;
    private const int MostBytes = 4 * 1024 * 1024;
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _sweep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(10);
    private static readonly JsonDocumentOptions _options = new() { MaxDepth = 128 };

    private readonly DateTimeOffset _processStart = time.GetUtcNow();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _places = new(Most);
    private readonly GrantGate _ofGrant = new();
    private readonly ConcurrentDictionary<string, Task> _underWay = new(StringComparer.Ordinal);
    private ToolCallHandler? _calls;
    private ITimer? _sweeper;

    /// <summary>Begins to make calls, those first that waited when the last process ended.</summary>
    public void Start(ToolCallHandler calls)
    {
        _calls = calls;
        Track("", ResumeAsync());
        _sweeper = time.CreateTimer(_ => _ = tasks.SweepAsync(_stop.Token).AsTask(), null, _sweep, _sweep);
    }

    /// <summary>A place for a call that begins at once, or null where the grant has as many under way as it may.</summary>
    public GrantGate.Place? Enter(string grantId) => _ofGrant.Enter(grantId, MostOfGrant);

    /// <summary>Makes the call of a task that was kept as running.</summary>
    public void Run(StoredTask task, GrantGate.Place place) => Track(task.Id, RunAsync(task, place));

    /// <summary>Waits for the person, then makes the call.</summary>
    public void Follow(StoredTask task)
    {
        if (!_underWay.ContainsKey(task.Id))
        {
            Track(task.Id, FollowAsync(task));
        }
    }

    /// <summary>Forgets grants that no longer exist.</summary>
    public void Keep(IReadOnlyCollection<string> grantIds) => _ofGrant.Keep(grantIds);

    /// <summary>Waits a little for calls under way; what waits for a person is taken up again by the next process.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        if (_sweeper is not null)
        {
            await _sweeper.DisposeAsync();
        }

        await Task.WhenAny(Task.WhenAll(_underWay.Values), Task.Delay(_grace, time));
    }

    private void Track(string taskId, Task work)
    {
        _underWay[taskId] = work;
        _ = work.ContinueWith(
            done => _underWay.TryRemove(new(taskId, done)), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task ResumeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var (waiting, fault) = await tasks.WaitingAsync(_stop.Token);
            if (fault is null)
            {
                foreach (var task in waiting)
                {
                    Follow(task);
                }

                return;
            }

            await PauseAsync();
        }
    }

    private async Task FollowAsync(StoredTask task)
    {
        // The thread is the one that answers the client: nothing of the wait runs on it.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            while (await NextAsync(task) is { IsOver: false } next)
            {
                if (next.Task is { } begun)
                {
                    // It may have to wait once more, for another person's answer.
                    if (await MakeAsync(begun) is not { } parked)
                    {
                        return;
                    }

                    task = begun with { ApprovalId = parked };
                }

                await PauseAsync();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The next process takes it up.
        }
#pragma warning disable CA1031 // It stays as it is, and the next process takes it up; nothing was begun that is not ended.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            LogBug(log, bug, task.Id);
        }
    }

    private async ValueTask<TaskStart> NextAsync(StoredTask task)
    {
        await approvals.WaitAsync(task.ApprovalId!, _stop.Token);

        // Nothing is begun while it is not known what is in force, or while it could not be written down.
        while (!snapshots.IsConfirmed || !recorder.IsReady)
        {
            await PauseAsync();
        }

        var (start, fault) = await tasks.BeginAsync(task.Id, _stop.Token);
        return fault is null ? start : default;
    }

    private async Task RunAsync(StoredTask task, GrantGate.Place place)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        string? parked;
        try
        {
            parked = await MakeAsync(task);
        }
        finally
        {
            place.Leave();
        }

        if (parked is not null)
        {
            await FollowAsync(task with { ApprovalId = parked });
        }
    }

    // The request that the call waits for now; null once the task has ended.
    private async Task<string?> MakeAsync(StoredTask task)
    {
        await _places.WaitAsync(CancellationToken.None);
        try
        {
            return await MakeOnceAsync(task);
        }
#pragma warning disable CA1031 // SECURITY: whatever it is, the call is not made again.
        catch (Exception bug)
#pragma warning restore CA1031
        {
            LogBug(log, bug, task.Id);
            await tasks.EndAsync(task.Id, new(CallTaskState.Unknown, null, false, ""), CancellationToken.None);
            return null;
        }
        finally
        {
            _places.Release();
        }
    }

    private async Task<string?> MakeOnceAsync(StoredTask task)
    {
        var snapshot = snapshots.Current;
        if (snapshot.FindGrant(task.GrantId) is not { } grant || grant.Expires <= time.GetUtcNow()
            || !string.Equals(grant.Server.Id, task.ServerId, StringComparison.Ordinal))
        {
            return await EndAsync(task, new(CallTaskState.Void, null, false, ""));
        }

        if (seal.OpenCall(task) is not { } stored || WireReader.Read(stored.Body, WireHeaders.Stdio).Message is not { } message)
        {
            return await EndAsync(task, new(CallTaskState.Failed, null, false, "The stored call cannot be read."));
        }

        using var gone = streams.Open(grant, isEndless: false, CancellationToken.None);
        var (run, reply) = (new StoredRun(task.Id), new TaskReply(message.Id, gone.Token));
        var call = new CallContext
        {
            Snapshot = snapshot,
            Grant = grant,
            Message = message with { HeaderVersion = stored.HeaderVersion },
            Session = stored.Session(_processStart),
            Reply = reply,
            CallId = CallIds.Next(),
            Run = run,
        };
        if (!await freezes.StopsAsync(call))
        {
            await _calls!.HandleAsync(call);
        }

        return run.ParkedOn is { } answer ? await ParkAsync(task, answer, run.Note) : await EndAsync(task, End(task, reply.Answer));
    }

    private async Task<string?> ParkAsync(StoredTask task, ApprovalAnswer answer, string note)
    {
        var (isParked, fault) = await tasks.ParkAsync(task.Id, answer.ApprovalId, answer.ExpiresAt, note, CancellationToken.None);
        return isParked ? answer.ApprovalId
            : await EndAsync(task, new(CallTaskState.Failed, null, false, fault is null
                ? "The same call waits for a person already, as another task."
                : "The gateway could not keep the call."));
    }

    private async Task<string?> EndAsync(StoredTask task, TaskEnd end)
    {
        // A store that is away for a moment: the answer is here, and the call was made.
        while (await tasks.EndAsync(task.Id, end, CancellationToken.None) is not null && !_stop.IsCancellationRequested)
        {
            await PauseAsync();
        }

        return null;
    }

    private TaskEnd End(StoredTask task, ReadOnlyMemory<byte> answer)
    {
        if (answer.IsEmpty)
        {
            return new(CallTaskState.Failed, null, false, "The server gave no answer.");
        }

        if (answer.Length > MostBytes)
        {
            return new(CallTaskState.Failed, null, false, "The call was made; its answer is too long to be kept.");
        }

        using var json = JsonDocument.Parse(answer, _options);
        var raw = new AnswerEdits(answer);
        if (json.RootElement.TryGetProperty("result", out var result) && result.ValueKind == JsonValueKind.Object)
        {
            // Whatever else it is, nobody is there to be asked.
            return result.TryGetProperty("resultType", out var type) && !(type.ValueKind == JsonValueKind.String && type.ValueEquals("complete"))
                ? new(CallTaskState.Failed, null, false, "The server asked for more, which a call that was stored cannot give.")
                : new(
                    CallTaskState.Done, seal.SealAnswer(task, raw.Raw(result).Span),
                    result.TryGetProperty("isError", out var isError) && isError.ValueKind == JsonValueKind.True, "");
        }

        return json.RootElement.TryGetProperty("error", out var error)
            ? new(CallTaskState.Failed, seal.SealAnswer(task, raw.Raw(error).Span), true, "")
            : new(CallTaskState.Failed, null, false, "The server gave no answer.");
    }

    private Task PauseAsync() => Task.Delay(_pause, time, _stop.Token);

    [LoggerMessage(Level = LogLevel.Error, Message = "internal error in the call of task {TaskId}")]
    private static partial void LogBug(ILogger log, Exception bug, string taskId);
}
