using System.Text.Json.Nodes;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Gatehouse.Fixture.Tools;

/// <summary>Tools that ask the client: by a request in the older era, by their result in the newer.</summary>
internal static class AskingTools
{
    private const string OneText = """
        {"type":"object","properties":{"message":{"type":"string"},"prompt":{"type":"string"}}}
        """;

    public static IEnumerable<McpServerTool> All =>
    [
        new FixtureTool("test_sampling", "Asks the client's model", SampleAsync, OneText),
        new FixtureTool("test_elicitation", "Asks the user", ElicitAsync, OneText),
        new FixtureTool("test_elicitation_sep1034_defaults", "Asks with defaults", DefaultsAsync),
        new FixtureTool("test_elicitation_sep1330_enums", "Asks with choices", EnumsAsync),
        new FixtureTool("test_streaming_elicitation", "Asks the user in its result",
            (r, _) => Ask(r, "user_name", InputRounds.Name)),
        new FixtureTool("test_input_required_result_elicitation", "Asks for a name",
            (r, _) => Ask(r, "user_name", InputRounds.Name)),
        new FixtureTool("test_input_required_result_sampling", "Asks for a capital",
            (r, _) => Ask(r, "capital_question", InputRounds.Capital)),
        new FixtureTool("test_input_required_result_list_roots", "Asks for roots",
            (r, _) => Ask(r, "client_roots", InputRounds.Roots)),
        new FixtureTool("test_input_required_result_request_state", "Asks and hands out a state",
            (r, _) => InputRounds.WithState(r, "confirm", InputRounds.Confirm)),
        new FixtureTool("test_input_required_result_tampered_state", "Asks and checks its state",
            (r, _) => InputRounds.WithState(r, "confirm", InputRounds.Confirm)),
        new FixtureTool("test_input_required_result_multiple_inputs", "Asks three things at once",
            (r, _) => InputRounds.Several(r)),
        new FixtureTool("test_input_required_result_multi_round", "Asks twice", (r, _) => InputRounds.Twice(r)),
        new FixtureTool("test_input_required_result_capabilities", "Asks what the client can answer",
            (r, _) => InputRounds.Possible(r)),
    ];

    private static ValueTask<CallToolResult> Ask(
        RequestContext<CallToolRequestParams> request, string key, InputRequest question) =>
        InputRounds.Answer(request.Params, key) is { } answer
            ? ValueTask.FromResult(FixtureTool.Text($"Hello, {InputRounds.Read(answer)}!"))
            : throw InputRounds.Required(key, question);

    private static async ValueTask<CallToolResult> SampleAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancel)
    {
        var answer = await request.Server.SampleAsync(new CreateMessageRequestParams
        {
            Messages =
            [
                new SamplingMessage
                {
                    Role = Role.User,
                    Content = [new TextContentBlock { Text = FixtureTool.Argument(request, "prompt") }],
                },
            ],
            MaxTokens = 100,
        }, cancel);
        var text = answer.Content.OfType<TextContentBlock>().FirstOrDefault()?.Text;
        return FixtureTool.Text($"LLM response: {text}");
    }

    private static async ValueTask<CallToolResult> ElicitAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancel)
    {
        var answer = await request.Server.ElicitAsync(new ElicitRequestParams
        {
            Message = FixtureTool.Argument(request, "message"),
            RequestedSchema = ElicitationForms.User,
        }, cancel);
        return FixtureTool.Text($"User response: action={answer.Action}, content={Shown(answer)}");
    }

    private static ValueTask<CallToolResult> DefaultsAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancel) =>
        FormAsync(request, "Please review the defaults", ElicitationForms.Defaults, cancel);

    private static ValueTask<CallToolResult> EnumsAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancel) =>
        FormAsync(request, "Please choose", ElicitationForms.Enums, cancel);

    private static async ValueTask<CallToolResult> FormAsync(
        RequestContext<CallToolRequestParams> request,
        string message,
        ElicitRequestParams.RequestSchema form,
        CancellationToken cancel)
    {
        var answer = await request.Server.ElicitAsync(
            new ElicitRequestParams { Message = message, RequestedSchema = form }, cancel);
        return FixtureTool.Text($"Elicitation completed: action={answer.Action}, content={Shown(answer)}");
    }

    private static string Shown(ElicitResult answer)
    {
        var shown = new JsonObject();
        foreach (var (name, value) in answer.Content ?? new Dictionary<string, System.Text.Json.JsonElement>())
        {
            shown[name] = JsonNode.Parse(value.GetRawText());
        }

        return shown.ToJsonString();
    }
}
