using System.Text;
using Gatehouse.Gateway.Wire;
using Xunit;
using static Gatehouse.Gateway.Tests.Wire.WireCase;

namespace Gatehouse.Gateway.Tests.Wire;

/// <summary>Answers of hostile and honest upstreams: attack cases of family RSP.</summary>
public sealed class AnswerReaderTests
{
    [Fact]
    public void Read_ToolsList_GivesItemsAndSealedValues()
    {
        var message = Sound(
            "{\"result\":{\"tools\":[ {\"name\":\"a\",\"x\":{\"name\":\"z\"}} , {\"n\":1}, {\"name\":\"b\\u0063\",\"Name\":\"q\"},{\"name\":\"d\\u202e\"}],"
            + "\"nextCursor\":\"n1\",\"ttlMs\":5,\"cacheScope\":\"public\",\"resultType\":\"complete\"},\"id\":7,\"jsonrpc\":\"2.0\"}",
            Expect(method: "tools/list"));
        Assert.Equal(AnswerKind.Result, message.Kind);
        Assert.Equal(["a", null, null, null], message.Items.Select(item => item.Key));
        Assert.Equal("{\"name\":\"a\",\"x\":{\"name\":\"z\"}}", Text(message.Items[0].Json));
        Assert.Equal(("\"n1\"", "5", "\"public\""), (Text(message.NextCursor), Text(message.TtlMs), Text(message.CacheScope)));
    }

    [Fact]
    public void Read_ListsOfOtherMethods_HaveTheirKeys()
    {
        static string? Key(string method, string body) => Assert.Single(
            Sound("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{" + body + "}}", Expect(Era.Legacy, method)).Items).Key;
        Assert.Equal("p", Key("prompts/list", "\"prompts\":[{\"name\":\"p\"}]"));
        Assert.Equal("file:///a", Key("resources/list", "\"resources\":[{\"uri\":\"file:///a\"}]"));
        Assert.Equal("file:///{x}", Key("resources/templates/list", "\"resourceTemplates\":[{\"uriTemplate\":\"file:///{x}\"}]"));
    }

    [Fact]
    public void Read_TasksAndStates_GiveTheirSlices()
    {
        var input = Sound("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"input_required\",\"requestState\":\"s\",\"inputRequests\":{}}}", Expect());
        var task = Sound("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"ta\\u0073k\",\"taskId\":\"t\"}}", Expect());
        var created = Sound("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"task\":{\"taskId\":\"c\"},\"_meta\":{\"io.modelcontextprotocol/related-task\":{\"taskId\":\"r\"}}}}", Expect(Era.Legacy));
        Assert.Equal((ResultType.InputRequired, "\"s\"", "{}"), (input.ResultType, Text(input.RequestState), Text(input.InputRequests)));
        Assert.Equal((ResultType.Task, "\"t\""), (task.ResultType, Text(task.TaskId)));
        Assert.Equal(("\"c\"", "\"r\""), (Text(created.CreatedTaskId), Text(created.RelatedTaskId)));
    }

    [Fact]
    public void Read_InitializeAndErrors_AreTold()
    {
        var hello = Sound("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"protocolVersion\":\"2025-06-18\",\"capabilities\":{\"tools\":{}},\"instructions\":\"i\"}}", Expect(Era.Legacy, "initialize"));
        var failed = Sound("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"content\":[],\"isError\":true}}", Expect());
        var error = Sound("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"m\",\"extra\":1}}", Expect());
        Assert.Equal(("2025-06-18", "{\"tools\":{}}", "\"i\""), (hello.ProtocolVersion, Text(hello.Capabilities), Text(hello.Instructions)));
        Assert.True(failed.IsError);
        Assert.Equal((AnswerKind.Error, true), (error.Kind, error.Id.IsEmpty));
    }

    [Fact]
    public void Read_ServerMessages_AreKnownByEra()
    {
        const string Ask = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"elicitation/create\",\"params\":{}}";
        const string Progress = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":4,\"progress\":1}}";
        Assert.Equal((AnswerKind.ServerRequest, "elicitation/create"), (Sound(Ask, Expect(Era.Legacy)).Kind, Sound(Ask, Expect(Era.Legacy)).Method));
        Assert.Equal("4", Text(Sound(Progress, Expect()).ProgressToken));
        Assert.NotNull(AnswerReader.Read(Bytes(Ask), Expect()).Fault);
    }

    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":8,\"result\":{}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"result\":{}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7.0,\"result\":{}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":null,\"result\":{}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"result\":{}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":8,\"error\":{\"code\":1,\"message\":\"\"}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{},\"error\":{\"code\":1,\"message\":\"\"}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":[]}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{},\"extra\":1}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{},\"result\":{}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"re\u017fult\":{}}")]
    [InlineData("{\"jsonrpc\":\"1.0\",\"id\":7,\"result\":{}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":\"execute_local\"}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"resultType\":1}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"isError\":\"false\"}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"ResultType\":\"complete\"}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"requestState\":{}}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"task\":{\"taskId\":5}}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"_meta\":[]}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":\"1\",\"message\":\"\"}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":[1]}}")]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":{}}}")]
    [InlineData("[{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}]")]
    [InlineData("\ufeff{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}")]
    [InlineData("<html></html>")]
    [InlineData("")]
    public void Read_UnsoundAnswer_IsAFault(string body)
    {
        var (message, fault) = AnswerReader.Read(Bytes(body), Expect(method: "tools/list"));
        Assert.Null(message);
        Assert.Equal(("upstream-answer-invalid", 502, false), (fault!.Code, fault.Status, fault.NothingSent));
    }

    [Fact]
    public void Read_StringIdInOtherEscapes_IsTheSameId() =>
        Assert.NotNull(AnswerReader.Read(
            "{\"jsonrpc\":\"2.0\",\"id\":\"\\u0061b\",\"result\":{}}"u8.ToArray(),
            new AnswerExpectation(Era.Modern, "\"ab\""u8.ToArray(), "tools/call")).Message);

    [Fact]
    public void Read_MutatedAnswers_AreNeverUnreadable()
    {
        var sound = Bytes("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"tools\":[{\"name\":\"a\\u0062\"},{\"name\":\"c\"}],\"task\":{\"taskId\":\"t\"},\"nextCursor\":\"n\"}}");
        var random = new Random(5);
        for (var i = 0; i < 30_000; i++)
        {
            var body = (byte[])sound.Clone();
            body[random.Next(body.Length)] = (byte)random.Next(256);
            Assert.DoesNotContain("cannot be read", AnswerReader.Read(body, Expect(method: "tools/list")).Fault?.Message ?? "", StringComparison.Ordinal);
        }
    }

    private static AnswerExpectation Expect(Era era = Era.Modern, string method = "tools/call") => new(era, "7"u8.ToArray(), method);

    private static AnswerMessage Sound(string body, AnswerExpectation expected)
    {
        var (message, fault) = AnswerReader.Read(Encoding.UTF8.GetBytes(body), expected);
        Assert.Null(fault);
        return message!;
    }
}
