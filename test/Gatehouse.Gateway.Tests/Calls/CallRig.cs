using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Downstream;
using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Gateway.Tests.Tasks;
using Gatehouse.Gateway.Tests.Upstreams;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Gateway.Tests.Calls;

/// <summary>The parts of the data plane behind the downstream, on fake ports and a web server of the test's own.</summary>
internal sealed class CallRig : IAsyncDisposable
{
    public const string Modern = "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}";

    private readonly FakeServer _server;
    private readonly string _folder = Directory.CreateTempSubdirectory("rig").FullName;
    private readonly UpstreamPool _pool = new([], new LoopMarker(), NullLogger<UpstreamPool>.Instance, TimeProvider.System);

    private readonly OpenStreams _open = new();
    private readonly PageAsks _asks;
    private readonly Func<TaskRunner> _newRunner;

    private CallRig(FakeServer server)
    {
        _server = server;
        Recorder = new FakeRecorder(Steps);
        Counters = new FakeCounters(Steps);
        Desk = new FakeDesk(Steps);
        Definitions = LockFile.Open(LockPath, Time).File!;
        var sealer = new Sealer(KeyRing.Ephemeral(), Time);
        Values = new SealedValues(sealer, Time);
        Sessions = new SessionSeal(sealer, Time);
        Tools = new ToolIndex(Definitions);
        var tasks = new TaskMemory(Values);
        var filter = new AnswerFilter(new ListFilter(Tools, tasks, Time), Values, tasks, new Redaction(), Time);
        var requests = new ServerRequests(_pool);
        var relay = new AnswerRelay(filter, requests, Tools, Sessions);
        var (headers, record, lister) = (new ParamHeaderTable(), new CallRecord(Recorder, Time), new ToolLister(_pool));
        var approvals = new ApprovalGate(Desk);
        _asks = new PageAsks(approvals, Streams);
        var (forwarder, denials) = (new Forwarder(_pool, new Opening(Values), relay, Tools, headers), new Denials(record, _asks));
        var freezes = new FreezeGate(Source, record, denials, Time);
        var seal = new TaskSeal(sealer, Time);
        Tasks = new FakeTasks(Desk, Time);
        _newRunner = () => new TaskRunner(Tasks, seal, approvals, Source, Recorder, freezes, _open, Time, NullLogger.Instance);
        Runner = _newRunner();
        var own = new TaskDoor(Tasks, seal, Tools, record, denials, Time);
        var held = new HeldCalls(Source, approvals, freezes, denials, Time);
        Calls = new ToolCallHandler(
            Tools, lister, new LimitGate(Counters, Time), approvals, held, record, new SessionMemory(Time), forwarder,
            denials, new TaskHandles(Tasks, seal, Runner, Tools, denials, record, Time), headers, Time, NullLogger.Instance);
        Messages = new MessageHandler(
            freezes, Calls, new DoorHandler(Tools, record, forwarder, denials, own, Time), Tools, lister, record, forwarder, denials, requests,
            held, own, NullLogger.Instance);
        Verbs = new SessionVerbs(freezes, _pool, relay, Streams);
        Runner.Start(Calls);
    }

    public Steps Steps { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 1, 12, 0, 0, TimeSpan.Zero));

    public FakeSource Source { get; } = new();

    public FakeRecorder Recorder { get; }

    public FakeCounters Counters { get; }

    public FakeDesk Desk { get; }

    public LockFile Definitions { get; }

    public SealedValues Values { get; }

    public SessionSeal Sessions { get; }

    public ToolIndex Tools { get; }

    public MessageHandler Messages { get; }

    public ToolCallHandler Calls { get; }

    public FakeTasks Tasks { get; }

    public TaskRunner Runner { get; }

    public SessionStreams Streams { get; } = new();

    public SessionVerbs Verbs { get; }

    public ActiveServer Server { get; private set; } = null!;

    /// <summary>The elements of the server's <c>tools/list</c>.</summary>
    public string Listed { get; set; } = """{"name":"a","inputSchema":{"type":"object"}},{"name":"b","inputSchema":{"type":"object"}}""";

    /// <summary>Further members of that list, with a comma in front.</summary>
    public string ListMore { get; set; } = "";

    public string LockPath => Path.Combine(_folder, "gatehouse.lock");

    /// <summary>The answer to everything else: a whole JSON text; one that begins with <c>data:</c> is a stream.</summary>
    public Func<JsonElement, string> Answer { get; set; } = static request => Result(request, """{"content":[]}""");

    /// <summary>Every message that reached the server, in order, without our own lists.</summary>
    public ConcurrentQueue<string> Sent { get; } = new();

    /// <summary>The trace context that came along with each of them.</summary>
    public ConcurrentQueue<string?> TraceParents { get; } = new();

    public int Lists { get; private set; }

    public static string Result(JsonElement request, string result) =>
        $$"""{"jsonrpc":"2.0","id":{{request.GetProperty("id").GetRawText()}},"result":{{result}}}""";

    public static async Task<CallRig> StartAsync()
    {
        CallRig? rig = null;
        var server = await FakeServer.StartAsync(http => rig!.ServeAsync(http));
        rig = new CallRig(server);
        rig.Use(static server => server);
        return rig;
    }

    /// <summary>Changes the server's configuration.</summary>
    public void Use(Func<ActiveServer, ActiveServer> change, bool isReachable = true)
    {
        var plain = Some.Server("server");
        Server = change(plain with
        {
            Entry = (UpstreamEntry.Http)plain.Entry with { Url = isReachable ? _server.Url : new Uri("http://127.0.0.1:1/mcp") },
        });
        Server = Server with { Entry = Server.Entry with { Fingerprint = Guid.NewGuid().ToString("N") } };
        _pool.Apply([Server.Entry]);
    }

    public ActiveGrant Grant(string policy = """{"version":"1","default":"allow"}""", string id = "g1") => Some.Grant(id, Server, policy);

    public CallContext Context(ActiveGrant grant, string body, FakeReply reply)
    {
        var (message, refusal) = WireReader.Read(Encoding.UTF8.GetBytes(body), WireHeaders.Stdio);
        Assert.True(message is not null, refusal?.Reason);
        return new CallContext
        {
            Snapshot = new GatewaySnapshot([Server], [grant], new GatewaySettings { ApprovalUrl = "https://gate.test/approvals/{id}" }),
            Grant = grant,
            Message = message,
            Session = SessionSeal.Without(message),
            Reply = reply,
            CallId = CallIds.Next(),
        };
    }

    /// <summary>One message through the whole way behind the downstream.</summary>
    public async Task<FakeReply> SendAsync(ActiveGrant grant, string body, Func<CallContext, CallContext>? change = null)
    {
        var reply = new FakeReply(Steps);
        var call = Context(grant, body, reply);
        await Messages.HandleAsync(change is null ? call : change(call));
        return reply;
    }

    public Task<FakeReply> CallAsync(ActiveGrant grant, string tool, string arguments = "{}") =>
        SendAsync(grant, $$$"""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{{{arguments}}}}}""");

    public static string Request(string method, string parameters) =>
        $$$"""{"jsonrpc":"2.0","id":7,"method":"{{{method}}}","params":{{{parameters}}}}""";

    public static string ModernRequest(string method, string members = "") =>
        $$$"""{"jsonrpc":"2.0","id":7,"method":"{{{method}}}","params":{"_meta":{{{{Modern}}}}{{{(members.Length > 0 ? "," : "")}}}{{{members}}}}}"""
            .Replace("\"_meta\":" + Modern, "\"_meta\":{" + Modern + "}", StringComparison.Ordinal);

    /// <summary>As the next process has it, over the same store.</summary>
    public TaskRunner NextRunner()
    {
        var runner = _newRunner();
        runner.Start(Calls);
        return runner;
    }

    public async ValueTask DisposeAsync()
    {
        await Runner.DisposeAsync();
        await _asks.DisposeAsync();
        await _pool.DisposeAsync();
        _open.Dispose();
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ServeAsync(HttpContext http)
    {
        var body = await FakeServer.BodyAsync(http);
        using var message = JsonDocument.Parse(body.Length > 0 ? body : """{"method":"GET"}""");
        var request = message.RootElement;
        var method = request.TryGetProperty("method", out var named) ? named.GetString() : "response";
        string answer;
        if (request.TryGetProperty("id", out var id) && id.ToString().StartsWith("gatehouse-list-", StringComparison.Ordinal))
        {
            Lists++;
            answer = Result(request, $$"""{"tools":[{{Listed}}]{{ListMore}}}""");
        }
        else
        {
            Sent.Enqueue(body);
            TraceParents.Enqueue(http.Request.Headers["traceparent"]);
            Steps.Add("sent");
            answer = method switch
            {
                "tools/list" when Page is null => Result(request, $$"""{"tools":[{{Listed}}]}"""),
                "tools/list" => Page(request),
                "response" => "",
                _ when method!.StartsWith("notifications/", StringComparison.Ordinal) => "",
                _ => Answer(request),
            };
        }

        http.Response.StatusCode = answer.Length == 0 ? 202 : 200;
        http.Response.ContentType = answer.StartsWith("data:", StringComparison.Ordinal) ? "text/event-stream" : "application/json";
        await http.Response.WriteAsync(answer);
    }

    /// <summary>The answer to a client's <c>tools/list</c>; null for one page with all.</summary>
    public Func<JsonElement, string>? Page { get; set; }
}
