using System.Buffers;
using System.Text.Json;

namespace Gatehouse.Gateway.Wire;

/// <summary>The messages that the gateway itself answers. Every text is escaped by the framework's default encoder.</summary>
internal static class WireWriter
{
    /// <summary>A call that policy stopped or that waits for a person: a normal result, so that a model can read it.</summary>
    /// <remarks>Section 6 of the policy language.</remarks>
    public static ReadOnlyMemory<byte> Decision(ReadOnlyMemory<byte> id, Era era, DecisionNote note) =>
        Reply(id, (era, note), static (json, state) =>
        {
            var (era, note) = state;
            json.WriteStartObject("result");
            json.WriteStartArray("content");
            json.WriteStartObject();
            json.WriteString("type", "text");
            json.WriteString("text", note.Text);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteBoolean("isError", value: true);
            WriteResultType(json, era);
            json.WriteStartObject("_meta");
            note.Write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    /// <summary>A request that waits, for a client that can show its page to a person.</summary>
    /// <param name="id">Of the call.</param>
    /// <param name="key">The question's name.</param>
    /// <param name="note">With the page's address.</param>
    public static ReadOnlyMemory<byte> AskToOpen(ReadOnlyMemory<byte> id, string key, DecisionNote note) =>
        Reply(id, (key, note), static (json, state) =>
        {
            json.WriteStartObject("result");
            json.WriteString("resultType", "input_required");
            json.WriteStartObject("inputRequests");
            json.WriteStartObject(state.key);
            json.WriteString("method", "elicitation/create");
            json.WriteStartObject("params");
            json.WriteString("mode", "url");
            json.WriteString("message", state.note.Text);
            json.WriteString("url", state.note.ApprovalUrl);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteStartObject("_meta");
            state.note.Write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    /// <summary>The one answer of tools that are hidden, unknown or new.</summary>
    public static ReadOnlyMemory<byte> UnknownTool(ReadOnlyMemory<byte> id, string name) =>
        Error(id, RpcCode.InvalidParams, "Unknown tool: " + name);

    /// <summary>A refusal of the strict reader. The id is given back only if it was read soundly.</summary>
    public static ReadOnlyMemory<byte> Refusal(WireRefusal refusal) =>
        Reply(refusal.Id, refusal, static (json, refusal) =>
        {
            json.WriteStartObject("error");
            json.WriteNumber("code", refusal.RpcCode);
            json.WriteString("message", refusal.Message);
            json.WriteStartObject("data");
            json.WriteString("reason", refusal.Reason);
            if (refusal.RpcCode == RpcCode.VersionUnsupported)
            {
                // SPEC: 2026-07-28, version negotiation: what can be asked for in this way; an initialize negotiates the rest.
                json.WriteStartArray("supported");
                foreach (var version in ProtocolVersions.Modern)
                {
                    json.WriteStringValue(version);
                }

                json.WriteEndArray();
                json.WriteString("requested", refusal.RequestedVersion ?? "");
            }

            json.WriteEndObject();
            json.WriteEndObject();
        });

    /// <summary>A method that no revision has, or that is not open here.</summary>
    public static ReadOnlyMemory<byte> MethodNotFound(ReadOnlyMemory<byte> id) =>
        Error(id, RpcCode.MethodNotFound, "Method not found");

    /// <summary>A request about tasks of a client that did not declare them.</summary>
    public static ReadOnlyMemory<byte> TasksNotDeclared(ReadOnlyMemory<byte> id) =>
        Reply(id, RpcCode.CapabilityMissing, static (json, code) =>
        {
            json.WriteStartObject("error");
            json.WriteNumber("code", code);
            json.WriteString("message", "The client did not declare the tasks extension");
            json.WriteStartObject("data");
            json.WriteStartObject("requiredCapabilities");
            json.WriteStartObject("extensions");
            json.WriteStartObject(TaskDeclaration.Extension);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        });

    /// <summary>Any error of the gateway's own: an upstream fault, an unsound cursor, a store that is down.</summary>
    /// <param name="id">The request's id as written; empty becomes null.</param>
    /// <param name="code">One of <see cref="RpcCode"/>.</param>
    /// <param name="message">One sentence without secrets, addresses or values.</param>
    /// <param name="reason">A stable word that programs may test, or null.</param>
    public static ReadOnlyMemory<byte> Error(ReadOnlyMemory<byte> id, int code, string message, string? reason = null) =>
        Reply(id, (code, message, reason), static (json, state) =>
        {
            json.WriteStartObject("error");
            json.WriteNumber("code", state.code);
            json.WriteString("message", state.message);
            if (state.reason is not null)
            {
                json.WriteStartObject("data");
                json.WriteString("reason", state.reason);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        });

    /// <summary>The empty result, for example of <c>ping</c>.</summary>
    public static ReadOnlyMemory<byte> Empty(ReadOnlyMemory<byte> id, Era era) =>
        Reply(id, era, static (json, era) =>
        {
            json.WriteStartObject("result");
            WriteResultType(json, era);
            json.WriteEndObject();
        });

    /// <summary>How far a call is that the gateway itself holds.</summary>
    /// <param name="token">The client's progress token, as written.</param>
    /// <param name="progress">Rises with each one.</param>
    /// <param name="message">One sentence.</param>
    public static ReadOnlyMemory<byte> Progress(ReadOnlyMemory<byte> token, double progress, string message)
    {
        var buffer = new ArrayBufferWriter<byte>(256);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        json.WriteString("method", "notifications/progress");
        json.WriteStartObject("params");
        json.WritePropertyName("progressToken");
        json.WriteRawValue(token.Span, skipInputValidation: true);
        json.WriteNumber("progress", progress);
        json.WriteString("message", message);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>SPEC: 2025-11-25: the call cannot go on until a person has seen a page.</summary>
    /// <param name="id">Of the call.</param>
    /// <param name="note">With the request and its page's address.</param>
    public static ReadOnlyMemory<byte> OpenFirst(ReadOnlyMemory<byte> id, DecisionNote note) =>
        Reply(id, note, static (json, note) =>
        {
            json.WriteStartObject("error");
            json.WriteNumber("code", RpcCode.OpenAddressFirst);
            json.WriteString("message", note.Text);
            json.WriteStartObject("data");
            json.WriteStartArray("elicitations");
            json.WriteStartObject();
            json.WriteString("mode", "url");
            json.WriteString("elicitationId", note.ApprovalId);
            json.WriteString("url", note.ApprovalUrl);
            json.WriteString("message", note.Text);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteString("reason", "approval-required");
            note.Write(json);
            json.WriteEndObject();
            json.WriteEndObject();
        });

    /// <summary>SPEC: 2025-11-25: what a page was opened for is settled.</summary>
    public static ReadOnlyMemory<byte> OpenedEnough(string elicitationId)
    {
        var buffer = new ArrayBufferWriter<byte>(160);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        json.WriteString("method", "notifications/elicitation/complete");
        json.WriteStartObject("params");
        json.WriteString("elicitationId", elicitationId);
        json.WriteEndObject();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>An error whose JSON text stands already.</summary>
    /// <param name="id">The request's id as written.</param>
    /// <param name="error">Validated JSON.</param>
    public static ReadOnlyMemory<byte> Failure(ReadOnlyMemory<byte> id, ReadOnlyMemory<byte> error) =>
        Reply(id, error, static (json, error) =>
        {
            json.WritePropertyName("error");
            json.WriteRawValue(error.Span, skipInputValidation: true);
        });

    /// <summary>A result whose JSON text stands already.</summary>
    /// <param name="id">The request's id as written.</param>
    /// <param name="result">Validated JSON.</param>
    public static ReadOnlyMemory<byte> Result(ReadOnlyMemory<byte> id, ReadOnlyMemory<byte> result) =>
        Reply(id, result, static (json, result) =>
        {
            json.WritePropertyName("result");
            json.WriteRawValue(result.Span, skipInputValidation: true);
        });

    private static void WriteResultType(Utf8JsonWriter json, Era era)
    {
        if (era == Era.Modern)
        {
            json.WriteString("resultType", "complete");
        }
    }

    private static ReadOnlyMemory<byte> Reply<T>(ReadOnlyMemory<byte> id, T state, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("jsonrpc", "2.0");
        json.WritePropertyName("id");
        if (id.IsEmpty)
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteRawValue(id.Span, skipInputValidation: true);
        }

        write(json, state);
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
