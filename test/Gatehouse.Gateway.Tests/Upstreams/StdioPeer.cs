using System.Collections.Frozen;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Tests.Upstreams;

/// <summary>A stdio upstream over the program in assets, with the few calls that the tests need.</summary>
internal sealed class StdioPeer : IAsyncDisposable
{
    public StdioPeer(Func<UpstreamEntry.Stdio, UpstreamEntry.Stdio>? change = null, params string[] arguments)
    {
        var entry = new UpstreamEntry.Stdio
        {
            ServerId = "child",
            Fingerprint = "f",
            Command = ["node", Path.Combine(AppContext.BaseDirectory, "assets", "child.mjs"), .. arguments],
            AnswerTimeout = TimeSpan.FromSeconds(20),
            Environment = new Dictionary<string, string> { ["TOKEN"] = "t" }.ToFrozenDictionary(),
        };
        Upstream = new StdioUpstream(change?.Invoke(entry) ?? entry, Log, TimeProvider.System);
    }

    public StdioUpstream Upstream { get; }

    public FakeLog Log { get; } = new();

    public async Task<string> InitializeAsync(string grant = "grant")
    {
        var (answer, fault) = await SendAsync("initialize", "{}", session: null, grant: grant);
        Assert.True(fault is null, string.Join("\n", Log.Lines) + fault);
        return answer!.SessionId!;
    }

    public ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> CallAsync(
        string tool, string? session, string id = "1", string extra = "", Era era = Era.Legacy, CancellationToken? client = null) =>
        SendAsync("tools/call", $$"""{"name":"{{tool}}"{{extra}}}""", session, id, era: era, client: client);

    public ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> SendAsync(
        string method,
        string parameters,
        string? session,
        string id = "1",
        string grant = "grant",
        Era era = Era.Legacy,
        CancellationToken? client = null)
    {
        var member = id.Length > 0 ? $"\"id\":{id}," : "";
        var body = Encoding.UTF8.GetBytes($"{{\"jsonrpc\":\"2.0\",{member}\n\"method\":\"{method}\",\r\n\"params\":{parameters}}}");
        var kind = id.Length > 0 ? MessageKind.Request : MessageKind.Notification;
        return SendAsync(body, kind, method, session, grant, era, client ?? Samples.Cancel);
    }

    public ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> SendAsync(
        byte[] body, MessageKind kind, string method, string? session, string grant, Era era, CancellationToken cancel) =>
        Upstream.ExchangeAsync(
            new UpstreamRequest
            {
                Verb = UpstreamVerb.Send,
                Era = era,
                GrantId = grant,
                SessionId = session,
                Body = body,
                Message = new ClientMessage { Body = body, Kind = kind, Era = era, Method = method },
            },
            cancel);

    public static JsonElement Result(UpstreamAnswer? answer) =>
        JsonDocument.Parse(answer!.Json).RootElement.GetProperty("result");

    public static async Task<string> NextAsync(UpstreamAnswer answer)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Samples.Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var (next, fault) = await answer.NextAsync(limit.Token);
        return fault?.Code ?? (next is null ? "(end)" : Encoding.UTF8.GetString(next.Data.Span));
    }

    /// <summary>Waits until a process is gone; fails after the time given.</summary>
    public static async Task GoneAsync(int pid, TimeSpan within)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            await process.WaitForExitAsync(Samples.Cancel).WaitAsync(within, Samples.Cancel);
        }
        catch (ArgumentException)
        {
            // It is gone already.
        }
    }

    public ValueTask DisposeAsync() => Upstream.DisposeAsync();
}

/// <summary>Keeps what is logged.</summary>
internal sealed class FakeLog : ILogger
{
    private readonly List<string> _lines = [];

    public string[] Lines
    {
        get
        {
            lock (_lines)
                return [.. _lines];
        }
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        lock (_lines)
            _lines.Add(formatter(state, exception) + exception);
    }
}
