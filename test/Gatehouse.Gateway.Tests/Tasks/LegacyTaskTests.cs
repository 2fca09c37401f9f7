using System.Text.Json;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Gateway.Tests.Calls;
using Gatehouse.Gateway.Tests.Downstream;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Tests.Tasks;

/// <summary>2025-11-25: the client asks for a task, of a tool that says that it can.</summary>
public sealed class LegacyTaskTests
{
    private const string Asking = """
        {"version":"1","default":"allow","tools":{"a":{"require_approval":[
            {"conditions":[{"path":"args.x","op":"gt","value":10}],"message":"May it?"}]}}}
        """;

    private const string Plain = """{"version":"1","default":"allow"}""";
    private const string Offered = """{"list":{},"cancel":{},"requests":{"tools":{"call":{}}}}""";

    [Fact]
    public async Task Call_ThatNeedsAPerson_IsMadeOnceTheyAnswered()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = Use(rig, Asking);

        var task = await MakeAsync(rig, grant, 11);
        Assert.Equal("working", Text(task, "status"));
        await Eventually.IsSoAsync(() => rig.Tasks.Only.State == CallTaskState.Waiting);
        Assert.Contains("May it? Request ap-1 waits for a person.", Text(Result(await AskAsync(rig, grant, "tasks/get", task)), "statusMessage"), StringComparison.Ordinal);
        Assert.Empty(rig.Sent);

        rig.Desk.State = ApprovalState.Approved;
        rig.Desk.Settled.SetResult();
        await EndedAsync(rig);

        var got = Result(await AskAsync(rig, grant, "tasks/get", task));
        Assert.Equal("completed", Text(got, "status"));
        Assert.False(got.TryGetProperty("result", out _));
        var result = Result(await AskAsync(rig, grant, "tasks/result", task));
        Assert.Equal(
            Text(task, "taskId"),
            result.GetProperty("_meta").GetProperty("io.modelcontextprotocol/related-task").GetProperty("taskId").GetString());
        Assert.DoesNotContain("\"task\"", Assert.Single(rig.Sent), StringComparison.Ordinal);
        Assert.DoesNotContain("ttl", Assert.Single(rig.Desk.Drafts.Select(static draft => System.Text.Encoding.UTF8.GetString(draft.Params.Span)).Distinct()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_ThatNeedsNobody_IsMadeAtOnceAndIsATaskAllTheSame()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = Use(rig, Asking);

        var task = await MakeAsync(rig, grant, 1);
        await EndedAsync(rig);

        Assert.Single(rig.Sent);
        Assert.Equal(0, Result(await AskAsync(rig, grant, "tasks/result", task)).GetProperty("content").GetArrayLength());
        Assert.Empty(rig.Desk.Drafts);
    }

    [Fact]
    public async Task Call_WhoseResultIsAnError_HasFailedAndTellsIt()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = static request => CallRig.Result(request, """{"content":[{"type":"text","text":"no"}],"isError":true,"_meta":{"k":1}}""");
        var grant = Use(rig, Asking);

        var task = await MakeAsync(rig, grant, 1);
        await EndedAsync(rig);

        Assert.Equal("failed", Text(Result(await AskAsync(rig, grant, "tasks/get", task)), "status"));
        var result = Result(await AskAsync(rig, grant, "tasks/result", task));
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Equal(2, result.GetProperty("_meta").EnumerateObject().Count());
    }

    [Fact]
    public async Task Result_BeforeTheEnd_IsAnsweredAtTheEnd()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = Use(rig, Asking);
        var task = await MakeAsync(rig, grant, 11);
        await Eventually.IsSoAsync(() => rig.Tasks.Only.State == CallTaskState.Waiting);

        var waits = AskAsync(rig, grant, "tasks/result", task);
        Assert.False(waits.IsCompleted);
        rig.Desk.State = ApprovalState.Refused;
        rig.Desk.Settled.SetResult();
        await EndedAsync(rig);
        await Eventually.IsSoAsync(() =>
        {
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            return waits.IsCompleted;
        });

        Assert.Contains("A person refused this call.", (await waits).Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
    }

    [Theory]
    [InlineData(CallTaskState.Unknown, "is not known, and it is not made again", "outcome-unknown")]
    [InlineData(CallTaskState.Void, "The call is void", "task-void")]
    [InlineData(CallTaskState.Cancelled, "Cancelled.", "task-cancelled")]
    [InlineData(CallTaskState.Failed, "The call failed.", "task-failed")]
    public async Task Result_ThereIsNone_SaysWhy(CallTaskState state, string text, string reason)
    {
        await using var rig = await CallRig.StartAsync();
        var grant = Use(rig, Asking);
        var task = await MakeAsync(rig, grant, 1);
        await EndedAsync(rig);
        rig.Tasks.Put(rig.Tasks.Only with { State = state, Answer = null });

        var reply = await AskAsync(rig, grant, "tasks/result", task);

        Assert.Contains(text, reply.Json, StringComparison.Ordinal);
        Assert.Contains($"\"reason\":\"{reason}\"", reply.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_WhileItWaits_EndsIt()
    {
        await using var rig = await CallRig.StartAsync();
        var grant = Use(rig, Asking);
        var task = await MakeAsync(rig, grant, 11);
        await Eventually.IsSoAsync(() => rig.Tasks.Only.State == CallTaskState.Waiting);

        Assert.Equal("cancelled", Text(Result(await AskAsync(rig, grant, "tasks/cancel", task)), "status"));
        Assert.Contains("task-ended", (await AskAsync(rig, grant, "tasks/cancel", task)).Json, StringComparison.Ordinal);
        rig.Desk.State = ApprovalState.Approved;
        rig.Desk.Settled.SetResult();
        await rig.Runner.DisposeAsync();

        Assert.Empty(rig.Sent);
    }

    [Theory]
    [InlineData("""{"error":{"code":-32601,"message":"no"}}""", 1)]
    [InlineData("""{"result":{"tasks":[]}}""", 1)]
    [InlineData("""{"error":{"code":-32000,"message":"no"}}""", -1)]
    public async Task List_OwnTasks_StandInFrontOfTheServers(string answer, int count)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = request => request.GetProperty("method").GetString() == "tasks/list"
            ? "{\"jsonrpc\":\"2.0\",\"id\":7," + answer[1..]
            : CallRig.Result(request, """{"content":[]}""");
        var grant = Use(rig, Asking);
        var task = await MakeAsync(rig, grant, 1);
        await EndedAsync(rig);

        var reply = await SendAsync(rig, grant, CallRig.Request("tasks/list", "{}"));
        var others = await SendAsync(rig, rig.Grant(Asking, "g2"), CallRig.Request("tasks/list", "{}"));

        using var json = JsonDocument.Parse(reply.Json);
        Assert.Equal(count > 0, json.RootElement.TryGetProperty("result", out var result));
        if (count > 0)
        {
            Assert.Equal(Text(task, "taskId"), Text(Assert.Single(result.GetProperty("tasks").EnumerateArray()), "taskId"));
        }

        Assert.DoesNotContain("gatehouse-task-", others.Json, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_OwnTasksCannotBeRead_IsRefused()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = request => CallRig.Result(request, """{"tasks":[]}""");
        var grant = Use(rig, Asking);
        rig.Tasks.Fault = new Fault(new FaultCode("store-unavailable"), "away");

        var reply = await SendAsync(rig, grant, CallRig.Request("tasks/list", "{}"));

        // A list without them would look whole.
        Assert.Contains("store-unavailable", reply.Json, StringComparison.Ordinal);
        Assert.Empty(rig.Sent);
    }

    [Theory]
    [InlineData("2025-11-25", Asking, true)]
    [InlineData("2025-11-25", Plain, false)]
    [InlineData("2025-06-18", Asking, false)]
    public async Task Initialize_TasksAreServed_SaysSo(string version, string policy, bool isOffered)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = request => CallRig.Result(request, $$$"""{"protocolVersion":"{{{version}}}","capabilities":{"tools":{}},"serverInfo":{"name":"s","version":"1"}}""");

        var reply = await rig.SendAsync(Use(rig, policy), CallRig.Request("initialize", $$$"""{"protocolVersion":"{{{version}}}","capabilities":{},"clientInfo":{"name":"c","version":"1"}}"""));

        var capabilities = Result(reply).GetProperty("capabilities");
        Assert.Equal(isOffered, capabilities.TryGetProperty("tasks", out var tasks));
        Assert.True(!isOffered || tasks.GetRawText() == Offered);
        Assert.True(capabilities.TryGetProperty("tools", out _));
    }

    [Fact]
    public async Task Initialize_ServerHasTasksOfItsOwn_StaysAsItSays()
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = static request => CallRig.Result(request, """{"protocolVersion":"2025-11-25","capabilities":{"tasks":{}},"serverInfo":{"name":"s","version":"1"}}""");

        var reply = await rig.SendAsync(Use(rig, Asking), CallRig.Request("initialize", """{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"c","version":"1"}}"""));

        Assert.Equal("{}", Result(reply).GetProperty("capabilities").GetProperty("tasks").GetRawText());
    }

    [Theory]
    [InlineData("\"capabilities\":{}", """{"io.modelcontextprotocol/tasks":{}}""")]
    [InlineData("\"capabilities\":{\"extensions\":{\"io.modelcontextprotocol/tasks\":{\"k\":1}}}", """{"io.modelcontextprotocol/tasks":{"k":1}}""")]
    public async Task Discover_TasksAreServed_SaysSo(string capabilities, string extensions)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Answer = request => CallRig.Result(request, "{\"resultType\":\"complete\",\"supportedVersions\":[\"2026-07-28\"]," + capabilities + "}");

        var offered = Result(await rig.SendAsync(Use(rig, Asking), CallRig.ModernRequest("server/discover")));
        var plain = Result(await rig.SendAsync(Use(rig, Plain), CallRig.ModernRequest("server/discover")));

        Assert.Equal(extensions, offered.GetProperty("capabilities").GetProperty("extensions").GetRawText());
        Assert.Equal("{" + capabilities + "}", "{\"capabilities\":" + plain.GetProperty("capabilities").GetRawText() + "}");
    }

    [Theory]
    [InlineData("", "2025-11-25", "optional")]
    [InlineData(""","execution":{"taskSupport":"forbidden"}""", "2025-11-25", "optional")]
    [InlineData(""","execution":{"other":1}""", "2025-11-25", "optional")]
    [InlineData(""","execution":{"taskSupport":"required"}""", "2025-11-25", "required")]
    [InlineData("", "2025-06-18", null)]
    public async Task List_ToolThatMayNeedAPerson_SaysThatItsCallsCanBeTasks(string execution, string version, string? support)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Listed = """{"name":"a","inputSchema":{"type":"object"}""" + execution + """},{"name":"b","inputSchema":{"type":"object"}}""";

        var tools = Result(await SendAsync(rig, Use(rig, Asking), CallRig.Request("tools/list", "{}"), version)).GetProperty("tools");

        Assert.Equal(support, tools[0].TryGetProperty("execution", out var told) ? told.GetProperty("taskSupport").GetString() : null);
        Assert.False(tools[1].TryGetProperty("execution", out _));
    }

    [Theory]
    [InlineData(""","execution":{"taskSupport":"optional"}""", "2025-11-25", Asking)]
    [InlineData("", "2025-06-18", Asking)]
    [InlineData("", "2025-11-25", Plain)]
    public async Task Call_NotServedHere_PassesAsItIs(string execution, string version, string policy)
    {
        await using var rig = await CallRig.StartAsync();
        rig.Listed = """{"name":"a","inputSchema":{"type":"object"}""" + execution + "}";

        await SendAsync(rig, Use(rig, policy), Call(1), version);

        Assert.Contains("\"task\":{\"ttl\":60000}", Assert.Single(rig.Sent), StringComparison.Ordinal);
        Assert.Empty(rig.Tasks.All);
    }

    private static ActiveGrant Use(CallRig rig, string policy)
    {
        var grant = rig.Grant(policy);
        rig.Source.Apply(new GatewaySnapshot([rig.Server], [grant], new GatewaySettings()));
        return grant;
    }

    private static string Call(int x) => CallRig.Request("tools/call", $$$"""{"name":"a","arguments":{"x":{{{x}}}},"task":{"ttl":60000}}""");

    private static async Task<JsonElement> MakeAsync(CallRig rig, ActiveGrant grant, int x) =>
        Result(await SendAsync(rig, grant, Call(x))).GetProperty("task");

    private static Task<FakeReply> SendAsync(CallRig rig, ActiveGrant grant, string body, string version = "2025-11-25") =>
        rig.SendAsync(grant, body, call => call with { Message = call.Message with { HeaderVersion = version } });

    private static Task<FakeReply> AskAsync(CallRig rig, ActiveGrant grant, string method, JsonElement task) =>
        SendAsync(rig, grant, CallRig.Request(method, $$"""{"taskId":"{{Text(task, "taskId")}}"}"""));

    private static Task EndedAsync(CallRig rig) =>
        Eventually.IsSoAsync(() => rig.Tasks.Only.State is not (CallTaskState.Waiting or CallTaskState.Running));

    private static JsonElement Result(FakeReply reply)
    {
        using var json = JsonDocument.Parse(reply.Json);
        return json.RootElement.GetProperty("result").Clone();
    }

    private static string Text(JsonElement holder, string name) => holder.GetProperty(name).GetString()!;
}
