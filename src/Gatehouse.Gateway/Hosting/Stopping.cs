using System.Runtime.InteropServices;

namespace Gatehouse.Gateway.Hosting;

/// <summary>Hears from the beginning of the process on that it is told to stop: SIGTERM or SIGINT.</summary>
/// <remarks>What is told before anybody waits for it is kept until somebody does.</remarks>
public sealed class Stopping : IDisposable
{
    private readonly TaskCompletionSource _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly PosixSignalRegistration _terminate;
    private readonly PosixSignalRegistration _interrupt;

    private Stopping()
    {
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Note);
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Note);
    }

    /// <summary>Whether it was told.</summary>
    public bool IsTold => _told.Task.IsCompleted;

    /// <summary>Begins to hear. ORDER: before anything that takes long, or has to be ended in order.</summary>
    public static Stopping Hear() => new();

    /// <summary>Returns when it is told, or was, or when the caller gives up.</summary>
    public async Task WaitAsync(CancellationToken cancel)
    {
        var given = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var caller = cancel.Register(() => given.TrySetResult());
        await Task.WhenAny(_told.Task, given.Task);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _terminate.Dispose();
        _interrupt.Dispose();
    }

    private void Note(PosixSignalContext signal)
    {
        signal.Cancel = true;
        _told.TrySetResult();
    }
}
