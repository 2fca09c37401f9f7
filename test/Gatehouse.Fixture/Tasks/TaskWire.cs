using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Gatehouse.Fixture.Tasks;

/// <summary>The methods of the tasks extension.</summary>
internal static class TaskWire
{
    public const string Extension = "io.modelcontextprotocol/tasks";

    private static readonly ConcurrentDictionary<string, FixtureTask> Known = new(StringComparer.Ordinal);

    public static FixtureTask Start(Func<FixtureTask, CancellationToken, Task<JsonNode>> work)
    {
        var task = new FixtureTask();
        Known[task.Id] = task;
        task.Run(work);
        return task;
    }

    public static List<McpServerRequestHandler> Handlers() =>
    [
        Handler("tasks/get", task => task.Describe(detailed: true)),
        Handler("tasks/cancel", task =>
        {
            task.Cancel();
            return Done();
        }),
        new McpServerRequestHandler
        {
            Method = "tasks/update",
            RoutingNameParameter = "taskId",
            Handler = (request, _) =>
            {
                if (request.Params?["inputResponses"] is JsonObject responses)
                {
                    Find(request).Answer(responses);
                }

                return ValueTask.FromResult<JsonNode?>(Done());
            },
        },
    ];

    /// <summary>Did the client of this request say that it knows tasks?</summary>
    public static bool IsOffered(McpServer server) =>
        server.ClientCapabilities?.Extensions?.ContainsKey(Extension) == true;

    private static McpServerRequestHandler Handler(string method, Func<FixtureTask, JsonNode> answer) => new()
    {
        Method = method,
        RoutingNameParameter = "taskId",
        Handler = (request, _) => ValueTask.FromResult<JsonNode?>(answer(Find(request))),
    };

    private static FixtureTask Find(JsonRpcRequest request)
    {
        var declared = request.Context?.ClientCapabilities?.Extensions?.ContainsKey(Extension) == true;
        if (!declared)
        {
            throw new MissingRequiredClientCapabilityException(TasksNeeded(), "The tasks extension is needed");
        }

        return request.Params?["taskId"] is JsonValue value && value.TryGetValue<string>(out var id)
            && Known.TryGetValue(id, out var task)
            ? task
            : throw new McpProtocolException("Unknown task", McpErrorCode.InvalidParams);
    }

    public static ClientCapabilities TasksNeeded() => new()
    {
        Extensions = new Dictionary<string, object>(StringComparer.Ordinal) { [Extension] = new JsonObject() },
    };

    private static JsonObject Done() => new() { ["resultType"] = "complete" };
}
