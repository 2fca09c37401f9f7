using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Gatehouse.Fixture;

/// <summary>A prompt made of its definition and a function.</summary>
internal sealed class FixturePrompt(
    Prompt definition, Func<GetPromptRequestParams, GetPromptResult> get) : McpServerPrompt
{
    public override Prompt ProtocolPrompt => definition;

    public override IReadOnlyList<object> Metadata => [];

    public override ValueTask<GetPromptResult> GetAsync(
        RequestContext<GetPromptRequestParams> request, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(get(request.Params));
}
