using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Gatehouse.Fixture.Tools;

/// <summary>Tools that say something before their result: log lines, progress, a hang-up in the middle.</summary>
internal static class TalkingTools
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public static IEnumerable<McpServerTool> All =>
    [
        new FixtureTool("test_tool_with_logging", "Writes three log lines", LogAsync),
        new FixtureTool("test_logging_tool", "Writes three log lines, if the request asks for them", LogAsync),
        new FixtureTool("test_tool_with_progress", "Reports progress three times", ProgressAsync),
        new FixtureTool("test_reconnection", "Closes the stream and answers on the next one", ReconnectAsync),
        new FixtureTool("test_missing_capability", "Needs sampling", MissingCapabilityAsync),
    ];

    private static async ValueTask<CallToolResult> LogAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancel)
    {
        foreach (var line in (string[])["Tool execution started", "Tool processing data", "Tool execution completed"])
        {
            if (MayLog(request))
            {
                var said = new JsonObject { ["level"] = "info", ["logger"] = "fixture", ["data"] = line };
                await request.Server.SendNotificationAsync(
                    NotificationMethods.LoggingMessageNotification, said, cancellationToken: cancel);
            }

            await Task.Delay(Pause, cancel);
        }

        return FixtureTool.Text("Logged three lines.");
    }

    // SPEC: from 2026-07-28 on a server logs only for a request that names a level; before, from the start.
    private static bool MayLog(RequestContext<CallToolRequestParams> request) =>
        string.CompareOrdinal(request.Server.NegotiatedProtocolVersion, "2026-07-28") < 0
        || request.JsonRpcRequest.Context?.LogLevel is not null;

    private static async ValueTask<CallToolResult> ProgressAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancel)
    {
        foreach (var done in (int[])[0, 50, 100])
        {
            if (request.Params.ProgressToken is { } token)
            {
                var value = new ProgressNotificationValue { Progress = done, Total = 100, Message = $"{done} of 100" };
                await request.Server.NotifyProgressAsync(token, value, cancellationToken: cancel);
            }

            await Task.Delay(Pause, cancel);
        }

        return FixtureTool.Text("Progress is complete.");
    }

    private static async ValueTask<CallToolResult> ReconnectAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancel)
    {
        await request.EnablePollingAsync(TimeSpan.FromMilliseconds(500), cancel);
        await Task.Delay(2 * Pause, cancel);
        return FixtureTool.Text("Reconnection test completed");
    }

    private static ValueTask<CallToolResult> MissingCapabilityAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancel) =>
        request.Server.ClientCapabilities?.Sampling is null
            ? throw new MissingRequiredClientCapabilityException(
                new ClientCapabilities { Sampling = new SamplingCapability() }, "Sampling is needed")
            : ValueTask.FromResult(FixtureTool.Text("Sampling is there."));
}
