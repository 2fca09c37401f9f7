using System.Buffers;
using System.Text;
using CsCheck;
using Gatehouse.Gateway.Wire;
using Xunit;

namespace Gatehouse.Gateway.Tests.Wire;

public sealed class SseTests
{
    [Fact]
    public void Take_ServerWithPrimingEvent_KeepsEveryField()
    {
        var events = Split("id: 1\nretry: 500\ndata:\n\nevent: message\nid: 2\ndata: {\"a\":1}\n\n");
        Assert.Equal(2, events.Count);
        Assert.Equal(("1", "500", true, ""), (events[0].Id, events[0].Retry, events[0].HasData, WireCase.Text(events[0].Data)));
        Assert.Equal(("message", "2", "{\"a\":1}"), (events[1].Name, events[1].Id, WireCase.Text(events[1].Data)));
        Assert.Equal("event: message\nid: 2\ndata: {\"a\":1}\n\n", WireCase.Text(events[1].Raw));
    }

    [Theory]
    [InlineData("data: a\ndata: b\n\n", "a\nb")]
    [InlineData("data: a\r\ndata: b\r\n\r\n", "a\nb")]
    [InlineData("data: a\rdata: b\r\r", "a\nb")]
    [InlineData("\ufeffdata:a\n\n", "a")]
    [InlineData("data:  a\n\n", " a")]
    [InlineData("data\ndata\ndata\n\n", "\n\n")]
    [InlineData("datax: 1\ndata: a\n: comment\n\n", "a")]
    public void Take_Spellings_GiveTheData(string stream, string data)
    {
        var taken = Assert.Single(Split(stream));
        Assert.True(taken.HasData);
        Assert.Equal(data, WireCase.Text(taken.Data));
    }

    [Fact]
    public void Take_Comments_AreHandedOutAtOnce()
    {
        using var splitter = new SseSplitter(1024);
        Feed(splitter, ": ping\n"u8);
        var ping = splitter.Take(out _);
        Assert.Equal((": ping\n", false), (WireCase.Text(ping!.Raw), ping.HasData));
        Assert.Null(splitter.Take(out _));
    }

    [Fact]
    public void Take_CarriageReturnAtTheEndOfAPiece_DoesNotWait()
    {
        using var splitter = new SseSplitter(1024);
        Feed(splitter, "data: a\r\n\r"u8);
        Assert.Equal("a", WireCase.Text(splitter.Take(out _)!.Data));
        Feed(splitter, "\ndata: b\r\n\r\n"u8);
        Assert.Equal("data: b\r\n\r\n", WireCase.Text(splitter.Take(out _)!.Raw));
        Assert.Null(splitter.Take(out _));
    }

    [Fact]
    public void Take_UnfinishedEvent_IsNotHandedOut() => Assert.Empty(Split("data: a\n"));

    [Theory]
    [InlineData("data: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n\n")]
    [InlineData("data: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("data: x\ndata: xxxxxxxxxx\ndata: xxxxxxxxxxxxxxxx\n")]
    public void Take_LargeEvent_IsAFlaw(string stream)
    {
        using var splitter = new SseSplitter(32);
        Feed(splitter, Encoding.UTF8.GetBytes(stream));
        Assert.Null(splitter.Take(out var flaw));
        Assert.Equal(SseFlaw.TooLarge, flaw);
    }

    [Fact]
    public void Take_InvalidEncoding_IsAFlaw()
    {
        using var splitter = new SseSplitter(1024);
        Feed(splitter, [(byte)'i', (byte)'d', (byte)':', 0xFF, (byte)'\n', (byte)'\n']);
        Assert.Null(splitter.Take(out var flaw));
        Assert.Equal(SseFlaw.NotUtf8, flaw);
    }

    [Fact]
    public async Task NextAsync_Stream_EndsWithNull()
    {
        using var reader = new SseReader(new MemoryStream(Encoding.UTF8.GetBytes("data: 1\n\ndata: 2\n\nda")), 1024);
        var cancel = TestContext.Current.CancellationToken;
        Assert.Equal("1", WireCase.Text((await reader.NextAsync(cancel)).Event!.Data));
        Assert.Equal("2", WireCase.Text((await reader.NextAsync(cancel)).Event!.Data));
        Assert.Equal((null, null), await reader.NextAsync(cancel));
    }

    [Fact]
    public void Take_AnyPieces_GiveTheSameEvents()
    {
        string[] parts =
        [
            "data: a", "data:", "data", "event: e", "id: 7", "retry: 1", ": c", "x", "\n", "\r\n", "\r", "\n\n", "\r\n\r\n", "\r\r",
            "\u00e9", " ", ":",
        ];
        Gen.Int.Sample(seed =>
        {
            var random = new Random(seed);
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 25)).Select(_ => parts[random.Next(parts.Length)]));
            var whole = Split(text);
            var pieces = Split(text, random);

            Assert.Equal(whole.Where(IsSpoken).Select(Spoken), pieces.Where(IsSpoken).Select(Spoken));

            // Nothing of a finished event is lost but the LF of a CR LF that came late.
            var raw = string.Concat(whole.Select(e => WireCase.Text(e.Raw)));
            Assert.StartsWith(raw, text, StringComparison.Ordinal);
            Assert.Equal(whole.Select(Ends), pieces.Select(Ends));
            return true;
        }, iter: 20_000);

        static bool IsSpoken(SseEvent e) => e.HasData || e.Id is not null || e.Name is not null || e.Retry is not null;
        static string Spoken(SseEvent e) => $"{e.Name}|{e.Id}|{e.Retry}|{e.HasData}|{WireCase.Text(e.Data)}";
        static string Ends(SseEvent e) =>
            WireCase.Text(e.Raw).Replace("\r\n", "\r", StringComparison.Ordinal).Replace('\n', '\r');
    }

    [Fact]
    public void Write_OtherData_ReadsBackWithItsFields() =>
        Gen.String[Gen.Char["ab\n\r {}:"], 0, 30].Sample(data =>
        {
            var original = Assert.Single(Split("event: e\nid: 7\nretry: 1\ndata: old\n\n"));
            var to = new ArrayBufferWriter<byte>();
            SseWriter.Write(to, original, Encoding.UTF8.GetBytes(data));
            var again = Assert.Single(Split(Encoding.UTF8.GetString(to.WrittenSpan)));
            Assert.Equal(("e", "7", "1"), (again.Name, again.Id, again.Retry));
            var lines = data.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
            Assert.Equal(lines, WireCase.Text(again.Data));
            return true;
        }, iter: 5_000);

    private static List<SseEvent> Split(string stream, Random? random = null)
    {
        using var splitter = new SseSplitter(4096);
        var events = new List<SseEvent>();
        var bytes = Encoding.UTF8.GetBytes(stream).AsSpan();
        do
        {
            var length = random is null ? bytes.Length : Math.Min(bytes.Length, random.Next(1, 6));
            Feed(splitter, bytes[..length]);
            bytes = bytes[length..];
            while (splitter.Take(out var flaw) is { } taken)
            {
                Assert.Null(flaw);
                events.Add(taken);
            }
        }
        while (!bytes.IsEmpty);

        return events;
    }

    private static void Feed(SseSplitter splitter, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(splitter.Space().Span);
        splitter.Advance(bytes.Length);
    }
}
