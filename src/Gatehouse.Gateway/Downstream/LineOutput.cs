using System.Buffers;

namespace Gatehouse.Gateway.Downstream;

/// <summary>Writes each message as exactly one line, whole, however many answers flow at once.</summary>
internal sealed class LineOutput(Stream stream) : IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>Writes one message.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> json)
    {
        await _turn.WaitAsync();
        try
        {
            _line.ResetWrittenCount();
            AppendLine(json.Span);
            await stream.WriteAsync(_line.WrittenMemory);
            await stream.FlushAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    // Strict JSON has line breaks only between tokens, where they mean nothing.
    private void AppendLine(ReadOnlySpan<byte> json)
    {
        while (json.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var end)
        {
            _line.Write(json[..end]);
            json = json[(end + 1)..];
        }

        _line.Write(json);
        _line.Write("\n"u8);
    }
}
