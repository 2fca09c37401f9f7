using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Gatehouse.Gateway.Egress;

/// <summary>A connection whose reader and writer go on on the pool, whatever comes of it.</summary>
/// <remarks>
/// The sockets' own threads serve calls. Who sends a notice, or asks an issuer, goes on to the database, which may wait
/// for seconds: on such a thread every agent whose socket it has would wait along.
/// </remarks>
internal sealed class PoolStream(NetworkStream socket) : Stream
{
    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override bool CanTimeout => socket.CanTimeout;

    public override int ReadTimeout
    {
        get => socket.ReadTimeout;
        set => socket.ReadTimeout = value;
    }

    public override int WriteTimeout
    {
        get => socket.WriteTimeout;
        set => socket.WriteTimeout = value;
    }

    public override long Length => socket.Length;

    public override long Position
    {
        get => socket.Position;
        set => socket.Position = value;
    }

    /// <summary>What follows is on the pool.</summary>
    public static ConfiguredTaskAwaitable ToPoolAsync() => Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);

    public override int Read(byte[] buffer, int offset, int count) => socket.Read(buffer, offset, count);

    public override int Read(Span<byte> buffer) => socket.Read(buffer);

    public override void Write(byte[] buffer, int offset, int count) => socket.Write(buffer, offset, count);

    public override void Write(ReadOnlySpan<byte> buffer) => socket.Write(buffer);

    // What is done at once is told at once: that is how a pool sees that a connection it kept was closed meanwhile.
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = socket.ReadAsync(buffer, cancellationToken);
        return read.IsCompleted ? read : ReadOnAsync(read);
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var written = socket.WriteAsync(buffer, cancellationToken);
        return written.IsCompleted ? written : WriteOnAsync(written);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => socket.Flush();

    public override Task FlushAsync(CancellationToken cancellationToken) => socket.FlushAsync(cancellationToken);

    public override long Seek(long offset, SeekOrigin origin) => socket.Seek(offset, origin);

    public override void SetLength(long value) => socket.SetLength(value);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            socket.Dispose();
        base.Dispose(disposing);
    }

    private static async ValueTask<int> ReadOnAsync(ValueTask<int> read)
    {
        try
        {
            return await read.ConfigureAwait(false);
        }
        finally
        {
            await ToPoolAsync();
        }
    }

    private static async ValueTask WriteOnAsync(ValueTask written)
    {
        try
        {
            await written.ConfigureAwait(false);
        }
        finally
        {
            await ToPoolAsync();
        }
    }
}
