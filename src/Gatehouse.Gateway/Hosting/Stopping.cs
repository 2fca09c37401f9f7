using System.Runtime.InteropServices;

namespace Gatehouse.Gateway.Hosting;

/// <summary>Waits until the process is told to stop: SIGTERM, SIGINT, or its caller.</summary>
public static class Stopping
{
    /// <summary>Returns when one of them happened.</summary>
    public static async Task WaitAsync(CancellationToken cancel)
    {
        var told = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Note);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Note);
        await using var caller = cancel.Register(() => told.TrySetResult());
        await told.Task;

        void Note(PosixSignalContext signal)
        {
            signal.Cancel = true;
            told.TrySetResult();
        }
    }
}
