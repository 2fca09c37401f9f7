using System.Collections.Immutable;
using System.Net;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.BuiltIn;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Downstream;
using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Upstreams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway;

/// <summary>What the data plane stands on; the composition root chooses the implementations.</summary>
public sealed record DataPlanePorts
{
    /// <summary>What is in force.</summary>
    public required ISnapshotSource Snapshots { get; init; }

    /// <summary>Where decisions are written down.</summary>
    public required IRecorder Recorder { get; init; }

    /// <summary>Where running sums are kept.</summary>
    public required ICounterStore Counters { get; init; }

    /// <summary>Where calls wait for people.</summary>
    public required IApprovalDesk Approvals { get; init; }

    /// <summary>Where calls are kept that the gateway makes later.</summary>
    public required ICallTasks Tasks { get; init; }

    /// <summary>Which tool definitions are accepted.</summary>
    public required IDefinitionLock Definitions { get; init; }

    /// <summary>Keys that seal.</summary>
    public required KeyRing Keys { get; init; }

    /// <summary>The MCP server that the process itself is; null where it is none.</summary>
    public IBuiltInServer? BuiltIn { get; init; }

    /// <summary>Networks that the operator opened for addresses that did not come from the operator's own file.</summary>
    public ImmutableArray<IPNetwork> OperatorNetworks { get; init; } = [];

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Logs.</summary>
    public required ILoggerFactory Logs { get; init; }
}

/// <summary>The data plane, put together: every part once, in the open.</summary>
public sealed class DataPlane : IAsyncDisposable
{
    private readonly DataPlanePorts _ports;
    private readonly UpstreamPool _upstreams;
    private readonly OpenStreams _streams = new();
    private readonly GrantGate _gate = new();
    private readonly HeldCalls _held;
    private readonly PageAsks _asks;
    private readonly TaskRunner _runner;
    private readonly SessionMemory _memory;
    private readonly SessionSeal _sessions;
    private readonly MessageHandler _messages;
    private readonly SessionVerbs _verbs;
    private readonly BrokenStreams _broken;
    private readonly CallRecord _record;
    private readonly HttpDownstream _http;
    private readonly ITimer _sweep;

    /// <summary>Puts the parts together and brings up the upstreams of the snapshot in force.</summary>
    public DataPlane(DataPlanePorts ports)
    {
        _ports = ports;
        var loop = new LoopMarker();
        var tools = new ToolIndex(ports.Definitions, ports.Logs.CreateLogger("gatehouse.tools"));
        var sealer = new Sealer(ports.Keys, ports.Time);
        _memory = new SessionMemory(ports.Time);
        _sessions = new SessionSeal(sealer, ports.Time);
        _record = new CallRecord(ports.Recorder, ports.Time);
        _upstreams = new UpstreamPool(ports.OperatorNetworks, loop, ports.Logs.CreateLogger<UpstreamPool>(), ports.Time);
        var values = new SealedValues(sealer, ports.Time);
        var tasks = new TaskMemory(values);
        var filter = new AnswerFilter(new ListFilter(tools, tasks, ports.Time), values, tasks, new Redaction(), ports.Time);
        var requests = new ServerRequests(_upstreams);
        var relay = new AnswerRelay(filter, requests, tools, _sessions);
        var headers = new ParamHeaderTable();
        var forwarder = new Forwarder(_upstreams, new Opening(values), relay, tools, headers);
        var lister = new ToolLister(_upstreams);
        var approvals = new ApprovalGate(ports.Approvals);
        var listeners = new SessionStreams();
        _asks = new PageAsks(approvals, listeners);
        var denials = new Denials(_record, _asks);
        var freezes = new FreezeGate(ports.Snapshots, _record, denials, ports.Time);
        var seal = new TaskSeal(sealer, ports.Time);
        _runner = new TaskRunner(
            ports.Tasks, seal, approvals, ports.Snapshots, ports.Recorder, freezes, _streams, ports.Time, ports.Logs.CreateLogger("gatehouse.tasks"));
        _held = new HeldCalls(ports.Snapshots, approvals, freezes, denials, ports.Time);
        var toolCalls = new ToolCallHandler(
            tools, lister, new LimitGate(ports.Counters, ports.Time), approvals, _held, _record, _memory,
            forwarder, denials, new TaskHandles(ports.Tasks, seal, _runner, tools, denials, _record, ports.Time), headers, ports.Time, ports.Logs.CreateLogger("gatehouse.calls"));
        var own = new TaskDoor(ports.Tasks, seal, tools, _record, denials, ports.Time);
        var doors = new DoorHandler(tools, _record, forwarder, denials, own, ports.Time);
        _messages = new MessageHandler(
            freezes, toolCalls, doors, tools, lister, _record, forwarder, denials, requests, _held, own, ports.Logs.CreateLogger("gatehouse.calls"));
        _verbs = new SessionVerbs(freezes, _upstreams, relay, listeners);
        _broken = new BrokenStreams(_verbs, ports.Time);
        var refuser = new HttpRefuser(_record);
        var posted = new PostedMessages(refuser);
        var sse = new SseDoor(
            new SseStreams(sealer, ports.Time), _streams, posted, refuser, new SseCalls(_messages, _verbs, _broken, _sessions, ports.Time),
            ports.Time);
        _http = new HttpDownstream(
            ports.Snapshots, new GrantAuthenticator(ports.Time, new Throttle(ports.Time)), _gate, _sessions, _streams,
            posted, refuser, sse, _messages, _verbs, loop, new BuiltInDoor(ports.BuiltIn, loop, posted, refuser));

        ports.Snapshots.Changed += OnChanged;
        OnChanged(this, ports.Snapshots.Current);
        _runner.Start(toolCalls);
        _sweep = ports.Time.CreateTimer(
            _ => _streams.Keep(ports.Snapshots.Current, ports.Time), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    /// <summary>Whether calls can be made: recorded, and judged by what is known to be in force.</summary>
    public bool IsReady => _ports.Recorder.IsReady && _ports.Snapshots.IsConfirmed;

    /// <summary>Answers one HTTP request.</summary>
    public Task HandleAsync(HttpContext http) => _http.HandleAsync(http);

    /// <summary>Serves one agent on a pair of streams, for one grant, until it hangs up.</summary>
    public Task ServeAsync(string grantId, Stream input, Stream output, CancellationToken stop) =>
        new StdioDownstream(_ports.Snapshots, grantId, _sessions, _messages, _broken, _record, _ports.Time).ServeAsync(input, output, stop);

    /// <summary>Ends every stream cleanly; calls under way go on.</summary>
    public void CloseStreams() => _streams.CloseAll();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _ports.Snapshots.Changed -= OnChanged;
        await _sweep.DisposeAsync();
        await _runner.DisposeAsync();
        await _asks.DisposeAsync();
        await _upstreams.DisposeAsync();
        _streams.Dispose();
    }

    private void OnChanged(object? source, GatewaySnapshot snapshot)
    {
        var grants = snapshot.Grants.Select(grant => grant.Id).ToHashSet(StringComparer.Ordinal);
        _upstreams.Apply(snapshot.Servers.Values.Select(server => server.Entry));
        _streams.Keep(snapshot, _ports.Time);
        _memory.Keep(grants);
        _gate.Keep(grants);
        _held.Keep(grants);
        _runner.Keep(grants);
    }
}
