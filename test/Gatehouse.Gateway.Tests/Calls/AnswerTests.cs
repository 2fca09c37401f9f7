using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Gateway.Tests.Calls;

/// <summary>What of a server's answers reaches the client, and what of it comes back.</summary>
public sealed class AnswerTests
{
    private const string HidesA = """{"version":"1","default":"allow","hide":["a"]}""";

    private static string List(string id, string more = "") =>
        $$$"""{"jsonrpc":"2.0","id":{{{id}}},"result":{"tools":[{"name":"a","inputSchema":{"type":"object"}},{"name":"b","inputSchema":{"type":"object"}}]{{{more}}}}}""";

    [Theory]
    [InlineData("")]
    [InlineData("data: ")]
    public async Task List_HiddenTool_IsNowhereInTheAnswer(string form)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Page = _ => form + List("7") + (form.Length > 0 ? "\n\n" : "");

        var reply = await rig.SendAsync(rig.Grant(HidesA), CallRig.Request("tools/list", "{}"));

        Assert.Equal("""{"jsonrpc":"2.0","id":7,"result":{"tools":[{"name":"b","inputSchema":{"type":"object"}}]}}""", reply.Json);
    }

    [Fact]
    public async Task List_ReplayedOnAGetStream_IsFilteredAsWell()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = rig.Grant(HidesA);
        await rig.CallAsync(grant, "b");
        rig.Answer = _ => "data: " + List("41") + "\n\n";
        var reply = new FakeReply(rig.Steps);

        var call = rig.Context(grant, """{"jsonrpc":"2.0","method":"notifications/initialized"}""", reply) with { LastEventId = "5" };
        await rig.Verbs.ListenAsync(call);

        Assert.Equal("""{"jsonrpc":"2.0","id":41,"result":{"tools":[{"name":"b","inputSchema":{"type":"object"}}]}}""", reply.Json);
    }

    [Fact]
    public async Task List_Paged_SealsCursorsToTheGrant()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Page = request => request.GetProperty("params").TryGetProperty("cursor", out _)
            ? List("7") : List("7", ""","nextCursor":"p2" """);
        var grant = rig.Grant();
        var first = await rig.SendAsync(grant, CallRig.Request("tools/list", "{}"));
        using var json = JsonDocument.Parse(first.Json);
        var cursor = json.RootElement.GetProperty("result").GetProperty("nextCursor").GetString();

        var second = await rig.SendAsync(grant, CallRig.Request("tools/list", $$"""{"cursor":"{{cursor}}"}"""));
        var stolen = await rig.SendAsync(rig.Grant(id: "g2"), CallRig.Request("tools/list", $$"""{"cursor":"{{cursor}}"}"""));
        var raw = await rig.SendAsync(grant, CallRig.Request("tools/list", """{"cursor":"p2"}"""));

        Assert.NotEqual("p2", cursor);
        Assert.Contains("\"tools\"", second.Json, StringComparison.Ordinal);
        Assert.Contains("foreign-value", stolen.Json, StringComparison.Ordinal);
        Assert.Contains("foreign-value", raw.Json, StringComparison.Ordinal);
        Assert.Equal(
            [CallRig.Request("tools/list", "{}"), CallRig.Request("tools/list", """{"cursor":"p2"}""")], rig.Sent);
    }

    [Theory]
    [InlineData(""","cacheScope":"public","ttlMs":5""")]
    [InlineData(""","cacheScope":7""")]
    [InlineData("")]
    public async Task List_Modern_IsPrivate(string more)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Page = _ => List("7", more);

        var reply = await rig.SendAsync(rig.Grant(), CallRig.ModernRequest("tools/list"));

        using var json = JsonDocument.Parse(reply.Json);
        Assert.Equal("private", json.RootElement.GetProperty("result").GetProperty("cacheScope").GetString());
    }

    [Theory]
    [InlineData("resources/read", "\"uri\":\"x://a\"", """{"contents":[{"uri":"x://a","text":"t"}]""")]
    [InlineData("server/discover", "", """{"supportedVersions":["2026-07-28"],"capabilities":{},"serverInfo":{"name":"s","version":"1"}""")]
    public async Task Answer_ModernThatMayBeCached_IsPrivate(string method, string parameters, string result)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Page = _ => $$$"""{"jsonrpc":"2.0","id":7,"result":{{{result}}},"cacheScope":"public","ttlMs":5,"resultType":"complete"}}""";

        var reply = await rig.SendAsync(rig.Grant(), CallRig.ModernRequest(method, parameters));

        using var json = JsonDocument.Parse(reply.Json);
        Assert.Equal("private", json.RootElement.GetProperty("result").GetProperty("cacheScope").GetString());
    }

    [Fact]
    public async Task List_Legacy_GainsNoMember()
    {
        await using var rig = await CallRig.StartAsync();

        var reply = await rig.SendAsync(rig.Grant(), CallRig.Request("tools/list", "{}"));

        Assert.DoesNotContain("cacheScope", reply.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prompts/list", """{"prompts":[{"name":"p"},{"name":"q"}]}""", """{"prompts":[{"name":"q"}]}""")]
    [InlineData("resources/list", """{"resources":[{"uri":"x://p","name":"p"},{"uri":"x://q","name":"q"}]}""", """{"resources":[{"uri":"x://q","name":"q"}]}""")]
    [InlineData("resources/templates/list", """{"resourceTemplates":[{"uriTemplate":"x://{i}"}]}""", """{"resourceTemplates":[{"uriTemplate":"x://{i}"}]}""")]
    public async Task List_OtherDoors_KeepsWhatMayPass(string method, string result, string left)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = request => CallRig.Result(request, result);

        var reply = await rig.SendAsync(
            rig.Grant("""{"version":"1","default":"allow","prompts":["q"],"resources":["x://q"]}"""), CallRig.Request(method, "{}"));
        var none = await rig.SendAsync(rig.Grant("""{"version":"1","default":"deny"}"""), CallRig.Request(method, "{}"));

        Assert.Equal($$"""{"jsonrpc":"2.0","id":7,"result":{{left}}}""", reply.Json);
        Assert.DoesNotContain("x://", none.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("\"q\"", none.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Task_OfACall_IsThatGrantsAndJudgedByItsTool()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = request => request.GetProperty("method").GetString() == "tasks/list"
            ? CallRig.Result(request, """{"tasks":[{"taskId":"t1"},{"taskId":"other"}]}""")
            : CallRig.Result(request, request.GetProperty("method").GetString() == "tools/call" ? """{"task":{"taskId":"t1"}}""" : """{"taskId":"t1"}""");
        var grant = rig.Grant();
        using var made = JsonDocument.Parse((await rig.CallAsync(grant, "a")).Json);
        var id = made.RootElement.GetProperty("result").GetProperty("task").GetProperty("taskId").GetString()!;
        string Get(string task) => CallRig.Request("tasks/get", $$"""{"taskId":"{{task}}"}""");

        var own = await rig.SendAsync(grant, Get(id));
        var listed = await rig.SendAsync(grant, CallRig.Request("tasks/list", "{}"));
        var foreign = await rig.SendAsync(rig.Grant(id: "g2"), Get(id));
        var raw = await rig.SendAsync(grant, Get("t1"));
        var denied = await rig.SendAsync(rig.Grant("""{"version":"1","default":"allow","tools":{"a":{"action":"deny"}}}"""), Get(id));
        var hidden = await rig.SendAsync(rig.Grant(HidesA), CallRig.Request("tasks/list", "{}"));

        Assert.NotEqual("t1", id);
        Assert.Equal($$$"""{"jsonrpc":"2.0","id":7,"result":{"taskId":"{{{id}}}"}}""", own.Json);
        Assert.Equal($$$"""{"jsonrpc":"2.0","id":7,"result":{"tasks":[{"taskId":"{{{id}}}"}]}}""", listed.Json);
        Assert.Contains("foreign-value", foreign.Json, StringComparison.Ordinal);
        Assert.Contains("foreign-value", raw.Json, StringComparison.Ordinal);
        Assert.Contains("policy-denied", denied.Json, StringComparison.Ordinal);
        Assert.Equal("""{"jsonrpc":"2.0","id":7,"result":{"tasks":[]}}""", hidden.Json);
        Assert.Equal(1, rig.Sent.Count(body => body.Contains("tasks/get", StringComparison.Ordinal)));
        Assert.Contains(rig.Sent, body => body == Get("t1"));
    }

    [Fact]
    public async Task RequestState_GoesOutSealedAndBackAsItWas()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = request => CallRig.Result(request, """{"resultType":"input_required","requestState":"s","inputRequests":{"k":{"method":"elicitation/create","params":{}}}}""");
        var grant = rig.Grant();
        var first = await rig.SendAsync(grant, CallRig.ModernRequest("tools/call", "\"name\":\"a\""));
        using var json = JsonDocument.Parse(first.Json);
        var state = json.RootElement.GetProperty("result").GetProperty("requestState").GetString();

        await rig.SendAsync(grant, CallRig.ModernRequest("tools/call", $"\"name\":\"a\",\"requestState\":\"{state}\""));

        Assert.NotEqual("s", state);
        Assert.Equal(CallRig.ModernRequest("tools/call", "\"name\":\"a\",\"requestState\":\"s\""), rig.Sent.Last());
    }

    [Theory]
    [InlineData("""{"k":{"method":"sampling/createMessage","params":{}}}""")]
    [InlineData("""{"k":{"method":"elicitation/create"},"l":{"method":"roots/list"}}""")]
    [InlineData("""{"k":{}}""")]
    [InlineData("""[{"method":"sampling/createMessage"}]""")]
    public async Task InputRequired_OfWhatIsNotGranted_IsRefused(string asked)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = request => CallRig.Result(request, $$"""{"resultType":"input_required","inputRequests":{{asked}}}""");

        var reply = await rig.SendAsync(rig.Grant(), CallRig.ModernRequest("tools/call", "\"name\":\"a\""));

        Assert.Contains("input-not-granted", reply.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("sampling", reply.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://bank.test/verify", true)]
    [InlineData("http://bank.test/verify", false)]
    [InlineData("javascript:alert(1)", false)]
    public async Task UrlElicitationRequired_PassesWithHttpsAlone(string url, bool passes)
    {
        await using var rig = await CallRig.StartAsync();
        var asked = $$"""{"elicitations":[{"mode":"url","url":"https://a.test"},{"mode":"url","url":"{{url}}"}]}""";
        rig.Answer = request => $$"""
            {"jsonrpc":"2.0","id":{{request.GetProperty("id").GetRawText()}},"error":{"code":-32042,"message":"open","data":{{asked}} } }
            """;

        var reply = await rig.CallAsync(rig.Grant(), "a");

        Assert.Equal(passes, reply.Json.Contains(url, StringComparison.Ordinal));
        Assert.Equal(!passes, reply.Json.Contains("input-not-granted", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task ServerRequest_ForSampling_PassesWhereGrantedElseIsAnswered(bool isGranted, int messages)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Use(server => server with { MaySample = isGranted });
        rig.Answer = request => "data: {\"jsonrpc\":\"2.0\",\"id\":\"s1\",\"method\":\"sampling/createMessage\",\"params\":{}}\n\n"
            + "data: " + CallRig.Result(request, "{\"content\":[]}") + "\n\n";

        var reply = await rig.CallAsync(rig.Grant(), "a");

        Assert.Equal(messages, reply.Answers.Count);
        Assert.Equal(isGranted ? 0 : 1, rig.Sent.Count(body =>
            body == """{"jsonrpc":"2.0","id":"s1","error":{"code":-32601,"message":"Method not found"}}"""));
    }

    // A body is read by clients as any message, so a request in one would get around the question above.
    [Fact]
    public async Task ServerRequest_AsAJsonBody_IsNoAnswer()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = _ => """{"jsonrpc":"2.0","id":7,"method":"sampling/createMessage","params":{}}""";

        var reply = await rig.CallAsync(rig.Grant(), "a");

        Assert.Equal(502, reply.Status);
        Assert.DoesNotContain("sampling", reply.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ResourceUpdated_OfWhatMayNotBeRead_IsNotHeardOf()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = _ => string.Concat(new[] { "x://p", "x://q" }.Select(uri =>
            $$$"""data: {"jsonrpc":"2.0","method":"notifications/resources/updated","params":{"uri":"{{{uri}}}"}}""" + "\n\n"));
        var reply = new FakeReply(rig.Steps);

        await rig.Verbs.ListenAsync(rig.Context(
            rig.Grant("""{"version":"1","default":"allow","resources":["x://q"]}"""),
            """{"jsonrpc":"2.0","method":"notifications/initialized"}""", reply));

        Assert.Contains("x://q", reply.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("data: ")]
    public async Task Answer_WithTheServersSecret_LosesIt(string form)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Use(server => server with { Entry = server.Entry with { Secrets = ["sk-secret-0123456789"] } });
        rig.Answer = request => form + CallRig.Result(request, """{"content":[{"type":"text","text":"key sk-secret-0123456789"}]}""")
            + (form.Length > 0 ? "\n\n" : "");

        var reply = await rig.CallAsync(rig.Grant(), "a");

        Assert.Contains("key ", reply.Json, StringComparison.Ordinal);
        Assert.DoesNotContain("sk-secret", reply.Json, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"toolsListChanged":true,"resourceSubscriptions":["x://q"]}""", true)]
    [InlineData("""{"resourceSubscriptions":["x://p"]}""", false)]
    [InlineData("""{"resourceSubscriptions":"x://q"}""", false)]
    [InlineData("""{"taskIds":["t1"]}""", false)]
    public async Task Listen_ToWhatCannotBeJudged_IsDenied(string asked, bool passes)
    {
        await using var rig = await CallRig.StartAsync();

        await rig.SendAsync(
            rig.Grant("""{"version":"1","default":"allow","resources":["x://q"]}"""),
            CallRig.ModernRequest("subscriptions/listen", "\"notifications\":" + asked));

        Assert.Equal(passes ? 1 : 0, rig.Sent.Count);
    }

    [Fact]
    public async Task Notification_WithAForeignTask_GetsAStatusAndNoMessage()
    {
        await using var rig = await CallRig.StartAsync();

        var reply = await rig.SendAsync(rig.Grant(), """{"jsonrpc":"2.0","method":"notifications/progress","params":{"progressToken":1,"progress":1,"_meta":{"io.modelcontextprotocol/related-task":{"taskId":"t"}}}}""");

        Assert.Empty(reply.Answers);
        Assert.Equal(400, reply.Status);
        Assert.Empty(rig.Sent);
    }

    [Fact]
    public async Task Answer_OfNothing_IsAnErrorForTheRequest()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = _ => "";

        var reply = await rig.CallAsync(rig.Grant(), "a");

        Assert.Equal(502, reply.Status);
        Assert.Contains("upstream-answer-invalid", reply.Json, StringComparison.Ordinal);
    }
}
