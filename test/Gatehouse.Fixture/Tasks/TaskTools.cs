using System.Text.Json.Nodes;
using Gatehouse.Fixture.Tools;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;
using Work = System.Func<Gatehouse.Fixture.Tasks.FixtureTask, System.Threading.CancellationToken,
    System.Threading.Tasks.Task<System.Text.Json.Nodes.JsonNode>>;

namespace Gatehouse.Fixture.Tasks;

/// <summary>Tools that become tasks when the client knows tasks; some cannot do without.</summary>
internal static class TaskTools
{
    private const string Compute = """
        {"type":"object","properties":{"seconds":{"type":"number"},"label":{"type":"string"}}}
        """;

    private const string AnyArguments = """{"type":"object"}""";

    private static readonly HashSet<string> Required =
        new(["failing_job", "protocol_error_job", "test_tool_with_task"], StringComparer.Ordinal);

    public static IEnumerable<McpServerTool> All =>
    [
        new FixtureTool("greet", "Greets at once", (request, _) => ValueTask.FromResult(
            FixtureTool.Text($"Hello, {FixtureTool.Argument(request, "name", "World")}!")),
            """{"type":"object","properties":{"name":{"type":"string"}}}"""),
        new FixtureTool("slow_compute", "Computes for some seconds", ComputeNowAsync, Compute),
        new FixtureTool("failing_job", "Fails after a second", Never, AnyArguments),
        new FixtureTool("protocol_error_job", "Breaks", Never, AnyArguments),
        new FixtureTool("confirm_delete", "Asks before it deletes", Never, AnyArguments),
        new FixtureTool("multi_input", "Asks two things at once", Never, AnyArguments),
        new FixtureTool("test_tool_with_task", "Asks a name, then goes on as a task", Never, AnyArguments),
    ];

    /// <summary>Turns a call into a task where the tool and the client allow it.</summary>
    public static async ValueTask<ResultOrAlternate<CallToolResult>> Escalate(
        RequestContext<CallToolRequestParams> request,
        McpRequestHandler<CallToolRequestParams, ResultOrAlternate<CallToolResult>> next,
        CancellationToken cancel)
    {
        if (WorkOf(request) is not { } work)
        {
            return await next(request, cancel);
        }

        if (!TaskWire.IsOffered(request.Server))
        {
            return Required.Contains(request.Params.Name)
                ? throw new MissingRequiredClientCapabilityException(TaskWire.TasksNeeded(), "This tool runs as a task")
                : await next(request, cancel);
        }

        return ResultOrAlternate<CallToolResult>.FromAlternate(
            CreatedTask.Of(TaskWire.Start(work)), CreatedTaskJson.Default.CreatedTask);
    }

    private static Work? WorkOf(RequestContext<CallToolRequestParams> request) => request.Params.Name switch
    {
        "slow_compute" => (_, cancel) => ComputeAsync(Seconds(request), cancel),
        "failing_job" => async (_, cancel) =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), cancel);
            return Text("The job failed.", isError: true);
        },
        "protocol_error_job" => (_, _) => throw new InvalidOperationException("the job broke"),
        "confirm_delete" => async (task, _) =>
        {
            await task.AskAsync(("confirm-1", Question("Delete it?")));
            return Text("Deleted.");
        },
        "multi_input" => async (task, _) =>
        {
            await task.AskAsync(("first-1", Question("First?")), ("second-1", Question("Second?")));
            return Text("Both answered.");
        },
        "test_tool_with_task" => Named(request),
        _ => null,
    };

    private static Work Named(RequestContext<CallToolRequestParams> request)
    {
        if (!TaskWire.IsOffered(request.Server))
        {
            return (_, _) => Task.FromResult<JsonNode>(Text("never run"));
        }

        var answer = InputRounds.Answer(request.Params, "user_name")
            ?? throw InputRounds.Required("user_name", InputRounds.Name);
        var name = InputRounds.Read(answer);
        return (_, _) => Task.FromResult<JsonNode>(Text($"Hello, {name}!"));
    }

    private static async ValueTask<CallToolResult> ComputeNowAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancel)
    {
        await Task.Delay(TimeSpan.FromSeconds(Seconds(request)), cancel);
        return FixtureTool.Text("Computed.");
    }

    private static async Task<JsonNode> ComputeAsync(double seconds, CancellationToken cancel)
    {
        await Task.Delay(TimeSpan.FromSeconds(seconds), cancel);
        return Text("Computed.");
    }

    private static double Seconds(RequestContext<CallToolRequestParams> request) =>
        request.Params.Arguments?.TryGetValue("seconds", out var value) == true && value.TryGetDouble(out var seconds)
            ? Math.Clamp(seconds, 0, 60)
            : 0;

    private static ValueTask<CallToolResult> Never(
        RequestContext<CallToolRequestParams> request, CancellationToken cancel) =>
        ValueTask.FromResult(FixtureTool.Text("This tool runs as a task.", isError: true));

    private static JsonObject Text(string text, bool isError = false)
    {
        var block = new JsonObject { ["type"] = "text", ["text"] = text };
        var result = new JsonObject { ["content"] = new JsonArray(block) };
        if (isError)
        {
            result["isError"] = true;
        }

        return result;
    }

    private static JsonObject Question(string message) => new()
    {
        ["method"] = "elicitation/create",
        ["params"] = new JsonObject
        {
            ["mode"] = "form",
            ["message"] = message,
            ["requestedSchema"] = new JsonObject
            {
                ["type"] = "object",
                ["properties"] = new JsonObject { ["confirm"] = new JsonObject { ["type"] = "boolean" } },
            },
        },
    };
}
