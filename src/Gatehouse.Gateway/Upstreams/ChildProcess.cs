using System.Buffers;
using System.Diagnostics;
using Gatehouse.Gateway.Wire;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>One running process that speaks JSON-RPC, a message a line, with the channel of its requests.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int MaxErrorLine = 4096;

    // Together under five seconds, the time in which a process must be gone.
    private static readonly TimeSpan AfterInput = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan AfterTerm = TimeSpan.FromSeconds(1.5);
    private static readonly TimeSpan AfterKill = TimeSpan.FromSeconds(1);

    private readonly Process _process;
    private readonly Stream _input;
    private readonly UpstreamEntry.Stdio _entry;
    private readonly ILogger _log;
    private readonly TimeProvider _time;
    private readonly LogBudget _errors;
    private readonly LogBudget _noise;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _stopping = new();
    private Task? _stopped;

    private ChildProcess(Process process, UpstreamEntry.Stdio entry, SessionChannel channel, ILogger log, TimeProvider time)
    {
        (_process, _entry, _log, _time, Channel) = (process, entry, log, time, channel);
        _input = process.StandardInput.BaseStream;
        (_errors, _noise) = (new LogBudget(time), new LogBudget(time));
        StartedAt = LastUsed = time.GetTimestamp();
        Ended = RunAsync();
    }

    public SessionChannel Channel { get; }

    /// <summary>When it was started, as a timestamp.</summary>
    public long StartedAt { get; }

    /// <summary>When a message was written to it last, as a timestamp.</summary>
    public long LastUsed { get; private set; }

    /// <summary>Whether the gateway itself is ending it.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>Ends when the process, its group and its output are gone and all requests have their fault.</summary>
    public Task Ended { get; }

    /// <summary>Starts one; null, and a line in the log, where it cannot be started.</summary>
    public static ChildProcess? Start(UpstreamEntry.Stdio entry, SessionChannel channel, ILogger log, TimeProvider time)
    {
        try
        {
            if (ChildStart.For(entry) is not { } start)
            {
                log.NotFound(entry.ServerId, entry.Command.FirstOrDefault() ?? "");
                return null;
            }

            return Process.Start(start) is { } process ? new ChildProcess(process, entry, channel, log, time) : null;
        }
        catch (Exception e) when (e is System.ComponentModel.Win32Exception or IOException)
        {
            log.NotStarted(entry.ServerId, e.Message);
            return null;
        }
    }

    /// <summary>Writes one message as one line. Messages never mix: a process that does not read is ended.</summary>
    public async ValueTask<UpstreamFault?> WriteAsync(ReadOnlyMemory<byte> line, CancellationToken cancel)
    {
        LastUsed = _time.GetTimestamp();
        try
        {
            await _writing.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return UpstreamFaults.Cancelled(nothingSent: true);
        }

        try
        {
            // A line once begun is written to its end, whatever becomes of its client.
            var ended = new byte[line.Length + 1];
            line.CopyTo(ended);
            ended[^1] = (byte)'\n';
            await _input.WriteAsync(ended, _stop.Token).AsTask()
                .WaitAsync(_entry.AnswerTimeout, _time, CancellationToken.None).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or TimeoutException)
        {
            _ = StopAsync();
            return UpstreamFaults.ProcessFailed(nothingSent: false);
        }
        finally
        {
            _writing.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        IsStopping = true;
        return new ValueTask(StopAsync());
    }

    private Task StopAsync()
    {
        lock (_stopping)
            return _stopped ??= EndAsync();
    }

    // Input closed, then asked, then killed: what a well-behaved process needs, and what a hostile one gets.
    private async Task EndAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        CloseInput();
        if (!await HasEndedAsync(AfterInput).ConfigureAwait(false))
        {
            ChildGroup.Terminate(_process);
            if (!await HasEndedAsync(AfterTerm).ConfigureAwait(false))
                ChildGroup.Kill(_process);
        }

        await Ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _process.Dispose();
        _stop.Dispose();
    }

    private void CloseInput()
    {
        try
        {
            _input.Dispose();
        }
        catch (IOException)
        {
            // The process closed its end before.
        }
    }

    private async Task<bool> HasEndedAsync(TimeSpan within)
    {
        await Ended.WaitAsync(within, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Ended.IsCompleted;
    }

    private async Task RunAsync()
    {
        using var output = new CancellationTokenSource();
        var messages = ReadMessagesAsync(output.Token);
        var errors = new LineReader(_process.StandardError.BaseStream, MaxErrorLine).ReadAsync(TakeError, output.Token);
        try
        {
            // A process that closes its output, or floods it, is of no use any more.
            if (await Task.WhenAny(_process.WaitForExitAsync(CancellationToken.None), messages).ConfigureAwait(false) == messages)
            {
                _ = StopAsync();
                await _process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            }

            // What it started does not outlive it, and the last lines of its output are read.
            ChildGroup.Kill(_process);
            output.CancelAfter(AfterKill);
            await Task.WhenAll(messages, errors).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if ((messages.Exception ?? errors.Exception) is { } bug)
                _log.ReaderFailed(_entry.ServerId, bug);
            _log.Ended(_entry.ServerId, _process.Id, _process.ExitCode);
        }
        finally
        {
            Channel.End(UpstreamFaults.ProcessFailed(nothingSent: false));
        }
    }

    private async Task ReadMessagesAsync(CancellationToken cancel)
    {
        await Task.Yield();
        var lines = new LineReader(_process.StandardOutput.BaseStream, _entry.MaxAnswerBytes);
        if (!await lines.ReadAsync(line => TakeLine(line, lines.Passed), cancel).ConfigureAwait(false))
        {
            ChildGroup.Kill(_process);
        }
    }

    private void TakeLine(ReadOnlySequence<byte>? line, LongLine passed)
    {
        if (line is not { } sequence)
        {
            _log.LineTooLong(_entry.ServerId, _entry.MaxAnswerBytes);
            if (passed.Read() is (true, var key))
                Channel.Overflow(key);
            return;
        }

        var text = sequence.ToArray().AsMemory();
        if (text.Span.Trim((byte)'\r').IsEmpty)
            return;
        if (!MessageParts.TryRead(text, JsonCaps.Answer, out var parts))
        {
            if (_noise.TryTake(out var dropped))
                _log.Noise(_entry.ServerId, LogText.Escape(text.Span), UpstreamLog.LeftOut(dropped));
        }
        else if (!Channel.Deliver(parts) && _noise.TryTake(out var dropped))
        {
            _log.Unmatched(_entry.ServerId, UpstreamLog.LeftOut(dropped));
        }
    }

    private void TakeError(ReadOnlySequence<byte>? line)
    {
        if (_errors.TryTake(out var dropped))
            _log.Stderr(_entry.ServerId, line is { } text ? LogText.Escape(text.ToArray()) : "(a long line)", UpstreamLog.LeftOut(dropped));
    }
}
