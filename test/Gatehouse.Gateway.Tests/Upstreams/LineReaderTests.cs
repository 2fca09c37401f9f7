using System.Buffers;
using System.Text;
using CsCheck;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Gateway.Tests.Upstreams;

public sealed class LineReaderTests
{
    [Fact]
    public async Task Read_LinesOfAllLengths_AreSplitAndTheLongOnesPassedOver() =>
        await Gen.Select(Gen.Int[0, 60].List[0, 12], Gen.Int[1, 40], Gen.Bool).SampleAsync(async (lengths, chunk, isEnded) =>
        {
            var text = string.Join('\n', lengths.Select((length, i) => new string((char)('a' + i), length)));
            text += isEnded && text.Length > 0 ? "\n" : "";
            var lines = new List<string>();
            using var stream = new ChunkStream(Encoding.ASCII.GetBytes(text), chunk);

            Assert.True(await new LineReader(stream, 30).ReadAsync(
                line => lines.Add(line is { } sequence ? Encoding.ASCII.GetString(sequence.ToArray()) : "(long)"),
                CancellationToken.None));

            var expected = text.Split('\n').Select(line => line.Length > 30 ? "(long)" : line).ToList();
            if (expected[^1].Length == 0)
                expected.RemoveAt(expected.Count - 1);
            Assert.Equal(expected, lines);
        });

    [Fact]
    public async Task Read_OneLineWithoutEnd_GivesUpInBoundedMemory()
    {
        using var stream = new EndlessStream();
        var lines = 0;
        var before = GC.GetAllocatedBytesForCurrentThread();

        // The stream never waits, so all of it runs on this thread.
        var reading = new LineReader(stream, 1024).ReadAsync(_ => lines++, Samples.Cancel);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
        Assert.False(await reading);
        Assert.Equal(0, lines);
    }

    private sealed class EndlessStream : MemoryStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            buffer.Span.Fill((byte)'a');
            return ValueTask.FromResult(buffer.Length);
        }
    }

    /// <summary>Gives at most so many bytes at once.</summary>
    private sealed class ChunkStream(byte[] bytes, int chunk) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(chunk, buffer.Length)], cancellationToken);
    }
}
