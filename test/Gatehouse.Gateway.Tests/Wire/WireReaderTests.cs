using System.Buffers;
using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Wire;
using Xunit;
using static Gatehouse.Gateway.Tests.Wire.WireCase;

namespace Gatehouse.Gateway.Tests.Wire;

public sealed class WireReaderTests
{
    [Fact]
    public void Read_ModernCall_GivesItsSlices()
    {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"tools/call\",\"params\":{\"name\":\"fs.read\",\"arguments\":"
            + "{\"path\":\"/a\"},\"requestState\":\"s\",\"inputResponses\":{\"k\":{}},\"_meta\":{\"progressToken\":7,"
            + "\"gatehouse/session\":\"s1\",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"n\",\"version\":\"v\"},"
            + Meta[1..] + "}}";
        var (message, refusal) = ReadModern(body, name: "fs.read");

        Assert.Null(refusal);
        Assert.NotNull(message);
        Assert.Equal(Era.Modern, message.Era);
        Assert.Equal(MessageKind.Request, message.Kind);
        Assert.Equal("\"a\"", Text(message.Id));
        Assert.Equal("tools/call", message.Method);
        Assert.Equal("fs.read", message.Name);
        Assert.Equal("{\"path\":\"/a\"}", Text(message.Arguments));
        Assert.Equal("\"s\"", Text(message.RequestState));
        Assert.Equal("{\"k\":{}}", Text(message.InputResponses));
        Assert.Equal("7", Text(message.ProgressToken));
        Assert.Equal("s1", message.AgentSession);
        Assert.Equal("n", message.ClientName);
        Assert.Equal("v", message.ClientVersion);
        Assert.Equal(ProtocolVersions.V20260728, message.ProtocolVersion);
        Assert.Equal(ProtocolVersions.V20260728, message.HeaderVersion);
    }

    [Fact]
    public void Read_EscapedSpellings_AreTheSameCall()
    {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"\\u006dethod\":\"tools\\u002fcall\",\"params\":{\"name\":\"fs.d\\u0065lete\","
            + "\"argument\\u0073\":{},\"_meta\":$META}}";
        var (message, _) = ReadModern(body, name: "fs.delete");
        Assert.Equal(("tools/call", "fs.delete", "{}"), (message!.Method, message.Name, Text(message.Arguments)));
    }

    [Fact]
    public void Read_LegacyInitialize_GivesVersionAndClient()
    {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\","
            + "\"capabilities\":{},\"clientInfo\":{\"name\":\"c\",\"version\":\"1\"}}}";
        var (message, _) = WireReader.Read(Bytes(body), default);
        Assert.Equal((Era.Legacy, "2025-06-18", "c", "1", null),
            (message!.Era, message.ProtocolVersion, message.ClientName, message.ClientVersion, message.HeaderVersion));
    }

    [Fact]
    public void Read_LegacyResponse_IsAResponseWithItsTask()
    {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":3,\"result\":{\"action\":\"accept\",\"_meta\":{"
            + "\"io.modelcontextprotocol/related-task\":{\"taskId\":\"t\"}}}}";
        var (message, _) = ReadLegacy(body);
        Assert.Equal((MessageKind.Response, "", "3", "\"t\""),
            (message!.Kind, message.Method, Text(message.Id), Text(message.RelatedTaskId)));
        Assert.True(message.Params.IsEmpty);
    }

    [Fact]
    public void Read_LegacyTaskAndCompletionAndCancel_GiveTheirMembers()
    {
        var (task, _) = ReadLegacy("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"task\":{\"ttl\":1}}}");
        var (get, _) = ReadLegacy("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tasks/result\",\"params\":{\"taskId\":\"t1\"}}");
        var (complete, _) = ReadLegacy("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"completion/complete\",\"params\":"
            + "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"},\"argument\":{\"name\":\"a\",\"value\":\"v\"}}}");
        var (cancel, _) = ReadLegacy("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":\"9\"}}");

        Assert.Equal("{\"ttl\":1}", Text(task!.Task));
        Assert.Equal("\"t1\"", Text(get!.TaskId));
        Assert.Equal(("ref/prompt", "p", null), (complete!.RefType, complete.RefName, complete.RefUri));
        Assert.Equal((MessageKind.Notification, "\"9\""), (cancel!.Kind, Text(cancel.CancelledId)));
    }

    [Fact]
    public void Read_UnknownMethodInModernEra_PassesToTheMethodTable()
    {
        var (message, _) = ReadModern(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"vendor/exec\",\"params\":{\"cmd\":\"id\"}}", "vendor/exec");
        Assert.Equal("vendor/exec", message!.Method);
    }

    [Fact]
    public void Read_Stdio_TellsTheEraByMeta()
    {
        Assert.Equal(Era.Modern, WireReader.Read(Bytes(Call("x")), WireHeaders.Stdio).Message!.Era);
        Assert.Equal(Era.Legacy, WireReader.Read(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"u8.ToArray(), WireHeaders.Stdio).Message!.Era);
        Assert.Equal(-32022, WireReader.Read(
            Bytes(Call("x").Replace("$META", Meta.Replace("2026", "2031", StringComparison.Ordinal), StringComparison.Ordinal)),
            WireHeaders.Stdio).Refusal!.RpcCode);
    }

    [Fact]
    public void Read_EveryException_IsBadRequest()
    {
        Exception[] exceptions =
        [
            new JsonException(), new InvalidOperationException(), new ArgumentOutOfRangeException(null, "x"), new FormatException(),
            new DecoderFallbackException(), new OverflowException(), new IndexOutOfRangeException(), new KeyNotFoundException(),
        ];
        foreach (var exception in exceptions)
        {
            using var broken = new BrokenMemory(exception);
            var (message, refusal) = WireReader.Read(broken.Memory, default);
            Assert.Null(message);
            Assert.Equal((400, -32600), (refusal!.Status, refusal.RpcCode));
        }
    }

    [Fact]
    public void Read_MutatedCalls_NeverThrowAndNeverChangeTheText()
    {
        var random = new Random(11);
        var sound = Bytes(Call("fs.read", "{\"path\":\"/srv/\\u0061\",\"n\":[1,2,{\"x\":null}]}"));
        var accepted = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var body = (byte[])sound.Clone();
            body[random.Next(body.Length)] = (byte)random.Next(256);
            var (message, refusal) = WireReader.Read(body, Modern("tools/call", "fs.read"));
            Assert.True(message is null != refusal is null);
            Assert.NotEqual("unreadable", refusal?.Reason);
            if (message is not null)
            {
                accepted++;
                using var document = JsonDocument.Parse(body);
                Assert.Equal("fs.read", document.RootElement.GetProperty("params").GetProperty("name").GetString());
            }
        }

        Assert.True(accepted > 100);
    }

    [Fact]
    public void Read_OrdinaryCall_StaysWithinItsAllocations()
    {
        var body = Bytes(Call("fs.read", "{\"path\":\"/srv/data/a\"}"));
        var headers = Modern("tools/call", "fs.read");
        WireReader.Read(body, headers);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            WireReader.Read(body, headers);
        }

        // The message, its name and its version; nothing that grows with the arguments.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 1, 900);
    }

    private sealed class BrokenMemory(Exception exception) : MemoryManager<byte>
    {
        public override Span<byte> GetSpan() => throw exception;

        public override MemoryHandle Pin(int elementIndex = 0) => throw exception;

        public override Memory<byte> Memory => CreateMemory(8);

        public override void Unpin()
        {
        }

        protected override void Dispose(bool disposing)
        {
        }
    }
}
