using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Client;

/// <summary>A small MCP client on a pair of streams: one request after the other, whatever else comes is skipped.</summary>
internal sealed class AgentClient(PipeWriter output, PipeReader input)
{
    private const string Version = "2025-11-25";
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false, MaxDepth = 160 };
    private int _last;

    /// <summary>The handshake; the result says who the server is.</summary>
    public async Task<(JsonElement Result, Fault? Fault)> InitializeAsync(CancellationToken cancel)
    {
        var (result, fault) = await AskAsync("initialize", static json =>
        {
            json.WriteString("protocolVersion", Version);
            json.WriteStartObject("capabilities");
            json.WriteEndObject();
            json.WriteStartObject("clientInfo");
            json.WriteString("name", "gatehouse");
            json.WriteString("version", "1");
            json.WriteEndObject();
        }, cancel);
        if (fault is null)
        {
            await SendAsync("notifications/initialized", null, static _ => { }, cancel);
        }

        return (result, fault);
    }

    /// <summary>Calls a tool.</summary>
    /// <param name="tool">Its name.</param>
    /// <param name="arguments">Its arguments as JSON.</param>
    /// <param name="cancel">Ends the wait.</param>
    public Task<(JsonElement Result, Fault? Fault)> CallAsync(string tool, string arguments, CancellationToken cancel) =>
        AskAsync("tools/call", json =>
        {
            json.WriteString("name", tool);
            json.WritePropertyName("arguments");
            json.WriteRawValue(arguments);
        }, cancel);

    /// <summary>Sends a request and waits for its answer: the result, or the error as a fault.</summary>
    public async Task<(JsonElement Result, Fault? Fault)> AskAsync(string method, Action<Utf8JsonWriter> write, CancellationToken cancel)
    {
        var id = ++_last;
        await SendAsync(method, id, write, cancel);
        while (await ReadLineAsync(cancel) is { } line)
        {
            using var document = JsonDocument.Parse(line, _strict);
            var root = document.RootElement;
            if (!root.TryGetProperty("id", out var answered) || answered.ValueKind != JsonValueKind.Number || answered.GetInt32() != id)
            {
                continue;
            }

            return root.TryGetProperty("result", out var result)
                ? (result.Clone(), null)
                : (default, new Fault(new("server-error"), $"`{method}` was answered by an error: {root.GetProperty("error").GetProperty("message").GetString()}"));
        }

        return (default, new Fault(new("server-gone"), "the server ended before it answered"));
    }

    private async Task SendAsync(string method, int? id, Action<Utf8JsonWriter> write, CancellationToken cancel)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(body))
        {
            json.WriteStartObject();
            json.WriteString("jsonrpc", "2.0");
            if (id is { } number)
            {
                json.WriteNumber("id", number);
            }

            json.WriteString("method", method);
            if (id is not null)
            {
                json.WriteStartObject("params");
                write(json);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        await output.WriteAsync(body.WrittenMemory, cancel);
        await output.WriteAsync("\n"u8.ToArray(), cancel);
    }

    private async Task<byte[]?> ReadLineAsync(CancellationToken cancel)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancel);
            if (read.Buffer.PositionOf((byte)'\n') is { } end)
            {
                var line = read.Buffer.Slice(0, end).ToArray();
                input.AdvanceTo(read.Buffer.GetPosition(1, end));
                return line;
            }

            input.AdvanceTo(read.Buffer.Start, read.Buffer.End);
            if (read.IsCompleted)
            {
                return null;
            }
        }
    }
}
