using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Load.Upstream;

/// <summary>Fifty tools; what a call answers goes by the tool's name: about 300 bytes, 4 KiB, 64 KiB or an event stream.</summary>
internal static class McpServer
{
    private static readonly byte[] _small = Result(160);
    private static readonly byte[] _four = Result(4096);
    private static readonly byte[] _large = Result(64 * 1024);
    private static readonly byte[] _tools = Tools();

    public static async Task AnswerAsync(HttpContext http)
    {
        if (!HttpMethods.IsPost(http.Request.Method))
        {
            await HoldAsync(http);
            return;
        }

        var body = await http.Request.BodyReader.ReadAtLeastAsync((int)(http.Request.ContentLength ?? 0));
        var (method, tool, id) = Read(body.Buffer);
        http.Request.BodyReader.AdvanceTo(body.Buffer.End);
        if (id.Length == 0)
        {
            http.Response.StatusCode = StatusCodes.Status202Accepted;
            return;
        }

        var result = method switch
        {
            "tools/list" => _tools,
            _ => tool switch { "read_4k" => _four, "read_64k" => _large, _ => _small },
        };
        await (method == "tools/call" && tool == "stream" ? EventsAsync(http, id) : JsonAsync(http, id, result));
    }

    private static (string Method, string Tool, string Id) Read(in ReadOnlySequence<byte> body)
    {
        var reader = new Utf8JsonReader(body);
        string method = "", tool = "", id = "";
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (reader.CurrentDepth == 1 && reader.ValueTextEquals("method"u8) && reader.Read())
            {
                method = reader.GetString()!;
            }
            else if (reader.CurrentDepth == 1 && reader.ValueTextEquals("id"u8) && reader.Read())
            {
                id = reader.TokenType == JsonTokenType.Number ? reader.GetInt64().ToString(System.Globalization.CultureInfo.InvariantCulture)
                    : "\"" + reader.GetString() + "\"";
            }
            else if (reader.CurrentDepth == 2 && reader.ValueTextEquals("name"u8) && reader.Read() && reader.TokenType == JsonTokenType.String)
            {
                tool = reader.GetString()!;
            }
        }

        return (method, tool, id);
    }

    private static async Task JsonAsync(HttpContext http, string id, byte[] result)
    {
        var head = "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":";
        http.Response.ContentType = "application/json";
        http.Response.ContentLength = head.Length + result.Length + 1;
        var output = http.Response.BodyWriter;
        output.Write(Encoding.ASCII.GetBytes(head));
        output.Write(result);
        output.Write("}"u8);
        await output.FlushAsync();
    }

    // One notification of progress, then the answer, as two events.
    private static async Task EventsAsync(HttpContext http, string id)
    {
        http.Response.ContentType = "text/event-stream";
        var output = http.Response.BodyWriter;
        output.Write("data: {\"jsonrpc\":\"2.0\",\"method\":\"notifications/message\",\"params\":{\"level\":\"info\",\"data\":\"half\"}}\n\n"u8);
        await output.FlushAsync();
        output.Write(Encoding.ASCII.GetBytes("data: {\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":"));
        output.Write(_small);
        output.Write("}\n\n"u8);
        await output.FlushAsync();
    }

    // A legacy stream that says nothing until its client goes: what an idle agent keeps open.
    private static async Task HoldAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        await http.Response.StartAsync();
        await http.Response.BodyWriter.FlushAsync();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = http.RequestAborted.Register(gone.SetResult);
        await gone.Task;
    }

    private static byte[] Result(int letters) => Encoding.ASCII.GetBytes(
        "{\"resultType\":\"complete\",\"content\":[{\"type\":\"text\",\"text\":\"" + new string('x', letters) + "\"}]}");

    private static byte[] Tools()
    {
        string[] named = ["read_4k", "read_64k", "stream"];
        var tools = Enumerable.Range(0, 47).Select(n => $"tool_{n:00}").Concat(named).Select(name =>
            "{\"name\":\"" + name + "\",\"description\":\"Does " + name + ".\",\"inputSchema\":{\"type\":\"object\",\"properties\":{"
            + "\"path\":{\"type\":\"string\"},\"amount\":{\"type\":\"number\"},\"note\":{\"type\":\"string\"}}}}");
        return Encoding.ASCII.GetBytes("{\"resultType\":\"complete\",\"ttlMs\":60000,\"cacheScope\":\"private\",\"tools\":[" + string.Join(',', tools) + "]}");
    }
}
