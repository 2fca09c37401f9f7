using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Tools;

/// <summary>Asks a server for its tools, all pages, in the session of a call: what is judged is what that session has.</summary>
internal sealed class ToolLister(UpstreamPool upstreams)
{
    private const int MaxPages = 50;
    private const int MaxTools = 1_000;

    private static readonly ToolsFault _unsound = new("tools-unsound", 502, "the server's tool list is not sound");
    private static readonly ToolsFault _tooMany = new("tools-too-many", 502, "the server lists more tools or pages than are taken");
    private static readonly ToolsFault _sessionless = new(
        "session-needed", 400, "the server answers nothing outside a session; begin one with initialize");
    private static readonly ToolsFault _sessionGone = new("session-not-found", 404, "the session is not known");
    private static readonly WireHeaders _own = WireHeaders.Stdio;
    private static long _last;

    /// <summary>The whole list, or why there is none.</summary>
    public async Task<ToolListing> ListAsync(CallContext call)
    {
        var tools = ImmutableArray.CreateBuilder<ToolDefinition>();
        var cursor = ReadOnlyMemory<byte>.Empty;
        for (var page = 0; page < MaxPages; page++)
        {
            var (json, fault) = await AskAsync(call, cursor);
            if (fault is not null)
            {
                return new([], fault);
            }

            // A server without tools answers that it knows no such method.
            if (json is not { } answer)
            {
                return new(tools.ToImmutable(), null);
            }

            if (answer.List.IsEmpty)
            {
                return new([], _unsound);
            }

            tools.AddRange(answer.Items.Select(item => ToolReading.Read(item.Json)).OfType<ToolDefinition>());
            if (tools.Count > MaxTools)
            {
                return new([], _tooMany);
            }

            if (answer.NextCursor.IsEmpty)
            {
                return new(tools.ToImmutable(), null);
            }

            cursor = answer.NextCursor.ToArray();
        }

        return new([], _tooMany);
    }

    // A client may name another revision than its session's, which a server answers with an error; the list is the
    // gateway's own request, and without the header no revision is claimed at all.
    private async ValueTask<(AnswerMessage? Answer, ToolsFault? Fault)> AskAsync(CallContext call, ReadOnlyMemory<byte> cursor)
    {
        var version = call.Message.Era == Era.Modern ? call.Message.ProtocolVersion : call.Message.HeaderVersion;
        var (answer, fault) = await AskAsync(call, cursor, version);
        return fault is null || version is null || call.Message.Era == Era.Modern || !(ReferenceEquals(fault, _unsound) || ReferenceEquals(fault, _sessionless))
            ? (answer, fault)
            : await AskAsync(call, cursor, null);
    }

    // 400 is what the protocol has servers say to a message outside a session: not their list is at fault.
    private static ToolsFault NoList(int status, bool isOutsideSession) =>
        status == 404 ? _sessionGone : status == 400 && isOutsideSession ? _sessionless : _unsound;

    private async ValueTask<(AnswerMessage? Answer, ToolsFault? Fault)> AskAsync(
        CallContext call, ReadOnlyMemory<byte> cursor, string? version)
    {
        var message = Message(call, cursor);
        var (answer, fault) = await upstreams.ExchangeAsync(
            call,
            new UpstreamRequest
            {
                Verb = UpstreamVerb.Send,
                Era = message.Era,
                GrantId = call.Grant.Id,
                Message = message,
                Body = message.Body,
                ProtocolVersion = version,
                SessionId = call.Session.UpstreamId,
                LoopChain = call.LoopChain,
            },
            CancellationToken.None);
        if (answer is null)
        {
            return (null, new ToolsFault(fault!.Code, fault.Status, fault.Message));
        }

        await using (answer)
        {
            return await ReadAsync(answer, message, message.Era != Era.Modern && call.Session.UpstreamId is null);
        }
    }

    // Over a stream, what is not the answer (progress, log lines, pings) is nothing to a list.
    private static async ValueTask<(AnswerMessage? Answer, ToolsFault? Fault)> ReadAsync(
        UpstreamAnswer answer, ClientMessage message, bool isOutsideSession)
    {
        if (answer.Form == AnswerForm.Json)
        {
            return Take(answer.Json.ToArray(), message, answer.Status, isOutsideSession);
        }

        while (answer.Form == AnswerForm.Events)
        {
            var (sse, fault) = await answer.NextAsync(CancellationToken.None);
            if (sse is null)
            {
                return (null, fault is null ? _unsound : new ToolsFault(fault.Code, fault.Status, fault.Message));
            }

            if (!sse.Data.IsEmpty && Read(sse.Data, message) is { Kind: AnswerKind.Result or AnswerKind.Error })
            {
                return Take(sse.Data.ToArray(), message, answer.Status, isOutsideSession);
            }
        }

        return (null, NoList(answer.Status, isOutsideSession));
    }

    private static (AnswerMessage? Answer, ToolsFault? Fault) Take(
        byte[] json, ClientMessage message, int status, bool isOutsideSession) => Read(json, message) switch
    {
        { Kind: AnswerKind.Result } result => (result, null),
        { Kind: AnswerKind.Error } error when IsMethodUnknown(error.Content) => (null, null),
        _ => (null, NoList(status, isOutsideSession)),
    };

    private static AnswerMessage? Read(ReadOnlyMemory<byte> json, ClientMessage message) =>
        AnswerReader.Read(json, new AnswerExpectation(message.Era, message.Id, message.Method)).Message;

    private static bool IsMethodUnknown(ReadOnlyMemory<byte> error)
    {
        using var document = JsonDocument.Parse(error);
        return document.RootElement.GetProperty("code").GetInt64() == RpcCode.MethodNotFound;
    }

    private static ClientMessage Message(CallContext call, ReadOnlyMemory<byte> cursor)
    {
        var id = $"gatehouse-list-{Interlocked.Increment(ref _last)}";
        var body = new StringBuilder("{\"jsonrpc\":\"2.0\",\"id\":\"").Append(id).Append("\",\"method\":\"tools/list\",\"params\":{");
        if (call.Message.Era == Era.Modern)
        {
            body.Append("\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"").Append(ProtocolVersions.V20260728)
                .Append("\",\"io.modelcontextprotocol/clientInfo\":{\"name\":\"gatehouse\",\"version\":\"0\"},\"io.modelcontextprotocol/clientCapabilities\":{}}");
        }

        if (!cursor.IsEmpty)
        {
            body.Append(call.Message.Era == Era.Modern ? "," : "").Append("\"cursor\":").Append(Encoding.UTF8.GetString(cursor.Span));
        }

        var read = WireReader.Read(Encoding.UTF8.GetBytes(body.Append("}}").ToString()), _own);
        return read.Message ?? throw new InvalidOperationException("the gateway's own message is not sound");
    }
}
