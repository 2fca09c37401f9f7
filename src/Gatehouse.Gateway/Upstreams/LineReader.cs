using System.Buffers;
using System.IO.Pipelines;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>Splits a process's output into lines. A line over the cap is passed over, not kept.</summary>
/// <param name="stream">The output.</param>
/// <param name="max">Most bytes of a line.</param>
internal sealed class LineReader(Stream stream, int max)
{
    private const int BufferSize = 32 * 1024;

    /// <summary>How much of one line is passed over before the process is given up.</summary>
    private const long MaxSkipped = 64L * 1024 * 1024;

    private long _skipped;

    /// <summary>The ends of the line that was passed over last; for while null is taken.</summary>
    public LongLine Passed { get; private set; } = new();

    /// <summary>Reads to the end. False when a line was so long that the process must be ended.</summary>
    /// <param name="take">Gets each line without its end, valid only during the call; null for one that was too long.</param>
    /// <param name="cancel">Ends the reading.</param>
    public async Task<bool> ReadAsync(Action<ReadOnlySequence<byte>?> take, CancellationToken cancel)
    {
        var reader = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: BufferSize));
        try
        {
            while (true)
            {
                var result = await reader.ReadAsync(cancel).ConfigureAwait(false);
                var rest = Lines(result.Buffer, take);
                if (result.IsCompleted)
                {
                    Last(rest, take);
                    return true;
                }

                if (rest.Length > max || _skipped > 0)
                {
                    // Nothing of it is kept: its end is looked for in what comes.
                    Passed.Add(rest);
                    _skipped += rest.Length;
                    rest = rest.Slice(rest.End);
                }

                if (_skipped > MaxSkipped)
                    return false;
                reader.AdvanceTo(rest.Start, rest.End);
            }
        }
        finally
        {
            await reader.CompleteAsync().ConfigureAwait(false);
        }
    }

    private ReadOnlySequence<byte> Lines(ReadOnlySequence<byte> buffer, Action<ReadOnlySequence<byte>?> take)
    {
        while (buffer.PositionOf((byte)'\n') is { } end)
        {
            var line = buffer.Slice(0, end);
            if (_skipped > 0 || line.Length > max)
                Pass(line, take);
            else
                take(line);
            _skipped = 0;
            buffer = buffer.Slice(buffer.GetPosition(1, end));
        }

        return buffer;
    }

    // What stands at the end without a line break may have been cut off; whether it is a message is for its reader to say.
    private void Last(ReadOnlySequence<byte> rest, Action<ReadOnlySequence<byte>?> take)
    {
        if (_skipped > 0 || rest.Length > max)
            Pass(rest, take);
        else if (rest.Length > 0)
            take(rest);
    }

    private void Pass(ReadOnlySequence<byte> rest, Action<ReadOnlySequence<byte>?> take)
    {
        Passed.Add(rest);
        take(null);
        Passed = new LongLine();
    }
}
