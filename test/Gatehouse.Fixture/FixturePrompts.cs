using Gatehouse.Fixture.Tools;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Gatehouse.Fixture;

/// <summary>The prompts of the fixture.</summary>
internal static class FixturePrompts
{
    public static IEnumerable<McpServerPrompt> All =>
    [
        Prompt("test_simple_prompt", [], _ => Says(Text("This is a simple prompt for testing."))),
        Prompt("test_prompt_with_arguments", ["arg1", "arg2"], request => Says(
            Text($"Prompt with arguments: arg1='{Value(request, "arg1")}', arg2='{Value(request, "arg2")}'"))),
        Prompt("test_prompt_with_embedded_resource", ["resourceUri"], request => Says(
            new EmbeddedResourceBlock
            {
                Resource = new TextResourceContents
                {
                    Uri = Value(request, "resourceUri"),
                    MimeType = "text/plain",
                    Text = "Embedded resource content for testing.",
                },
            },
            Text("Please process the embedded resource above."))),
        Prompt("test_prompt_with_image", [], _ => Says(
            ImageContentBlock.FromBytes(Samples.Png, "image/png"), Text("Please analyze the image above."))),
        Prompt("test_input_required_result_prompt", [], request =>
            InputRounds.Answer(request, "user_context") is { } answer
                ? Says(Text($"Context: {InputRounds.Read(answer)}"))
                : throw InputRounds.Required("user_context",
                    InputRounds.Question("What context should the prompt use?", "context"))),
    ];

    private static FixturePrompt Prompt(
        string name, string[] arguments, Func<GetPromptRequestParams, GetPromptResult> get) => new(
        new Prompt
        {
            Name = name,
            Description = $"{name} of the fixture",
            Arguments = [.. arguments.Select(a => new PromptArgument { Name = a, Description = a, Required = true })],
        }, get);

    private static GetPromptResult Says(params ContentBlock[] blocks) =>
        new() { Messages = [.. blocks.Select(block => new PromptMessage { Role = Role.User, Content = block })] };

    private static TextContentBlock Text(string text) => new() { Text = text };

    private static string Value(GetPromptRequestParams request, string name) =>
        request.Arguments?.TryGetValue(name, out var value) == true ? value.ToString() : "";
}
