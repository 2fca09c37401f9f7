using Gatehouse.Fixture.Tasks;
using Gatehouse.Fixture.Tools;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Gatehouse.Fixture;

/// <summary>The one server behind every transport of the fixture.</summary>
internal static class FixtureServer
{
    public static IMcpServerBuilder Add(IServiceCollection services) => services.AddMcpServer(options =>
    {
        options.ServerInfo = new Implementation { Name = "gatehouse-fixture", Version = "1.0.0" };
        options.Capabilities = new ServerCapabilities
        {
            Logging = new LoggingCapability(),
            Completions = new CompletionsCapability(),
            Prompts = new PromptsCapability(),
            Tools = new ToolsCapability(),
            Resources = new ResourcesCapability { Subscribe = true },
            Extensions = new Dictionary<string, object>(StringComparer.Ordinal)
            {
                [TaskWire.Extension] = new System.Text.Json.Nodes.JsonObject(),
            },
        };
        options.ToolCollection = [.. ContentTools.All, .. TalkingTools.All, .. AskingTools.All, .. TaskTools.All];
        options.ResourceCollection = [.. FixtureResources.All];
        options.PromptCollection = [.. FixturePrompts.All];
        options.Filters.Request.CallToolWithAlternateFilters.Add(TaskTools.Escalate);
        options.RequestHandlers = TaskWire.Handlers();
        options.Handlers.CompleteHandler = Complete;
        options.Handlers.SubscribeToResourcesHandler = (_, _) => ValueTask.FromResult(new EmptyResult());
        options.Handlers.UnsubscribeFromResourcesHandler = (_, _) => ValueTask.FromResult(new EmptyResult());
        options.Handlers.SetLoggingLevelHandler = (_, _) => ValueTask.FromResult(new EmptyResult());
    });

    private static ValueTask<CompleteResult> Complete(
        RequestContext<CompleteRequestParams> request, CancellationToken cancel)
    {
        var typed = request.Params.Argument.Value;
        string[] known = ["paris", "park", "party"];
        string[] values = [.. known.Where(v => v.StartsWith(typed, StringComparison.Ordinal))];
        return ValueTask.FromResult(new CompleteResult
        {
            Completion = new Completion { Values = values, Total = values.Length, HasMore = false },
        });
    }
}
