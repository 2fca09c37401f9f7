using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Gatehouse.Fixture.Tools;

/// <summary>Calls that come back for more input, with the state of a round signed.</summary>
internal static class InputRounds
{
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);

    public static InputRequest Name => Question("What is your name?", "name");

    public static InputRequest Confirm => InputRequest.ForElicitation(new ElicitRequestParams
    {
        Message = "Please confirm",
        RequestedSchema = Form("ok", new ElicitRequestParams.BooleanSchema()),
    });

    public static InputRequest Capital => Sampling("What is the capital of France?", 100);

    public static InputRequest Roots => InputRequest.ForRootsList(new ListRootsRequestParams());

    public static InputRequest Question(string message, string field) => InputRequest.ForElicitation(
        new ElicitRequestParams
        {
            Message = message,
            RequestedSchema = Form(field, new ElicitRequestParams.StringSchema()),
        });

    public static InputRequiredException Required(string key, InputRequest question, string? state = null) =>
        new(new Dictionary<string, InputRequest>(StringComparer.Ordinal) { [key] = question }, state);

    /// <summary>The answer under a key, if there is one that can be an answer at all.</summary>
    public static JsonElement? Answer(RequestParams parameters, string key) =>
        parameters.InputResponses?.TryGetValue(key, out var answer) == true
        && answer.RawValue.ValueKind == JsonValueKind.Object
            ? answer.RawValue
            : null;

    /// <summary>What stands in an answer, whatever its kind.</summary>
    public static string Read(JsonElement answer) =>
        answer.TryGetProperty("content", out var content) && content.ValueKind == JsonValueKind.Object
        && content.EnumerateObject().FirstOrDefault() is { Name: not "type", Value: var first }
            ? first.ToString()
            : answer.GetRawText();

    public static ValueTask<CallToolResult> WithState(
        RequestContext<CallToolRequestParams> request, string key, InputRequest question)
    {
        if (request.Params.RequestState is { } state && !IsOurs(state))
        {
            throw new McpProtocolException("requestState was changed", McpErrorCode.InvalidParams);
        }

        return request.Params.RequestState is not null && Answer(request.Params, key) is not null
            ? ValueTask.FromResult(FixtureTool.Text("state-ok"))
            : throw Required(key, question, Sign("round-1"));
    }

    public static ValueTask<CallToolResult> Several(RequestContext<CallToolRequestParams> request)
    {
        var questions = new Dictionary<string, InputRequest>(StringComparer.Ordinal)
        {
            ["user_name"] = Name,
            ["greeting"] = Sampling("Generate a greeting", 50),
            ["client_roots"] = Roots,
        };
        return questions.Keys.All(key => Answer(request.Params, key) is not null)
            ? ValueTask.FromResult(FixtureTool.Text("All three answers are here."))
            : throw new InputRequiredException(questions, Sign("several"));
    }

    public static ValueTask<CallToolResult> Twice(RequestContext<CallToolRequestParams> request)
    {
        var state = request.Params.RequestState;
        if (state == Sign("step-2") && Answer(request.Params, "step2") is { } color)
        {
            return ValueTask.FromResult(FixtureTool.Text($"Done: {Read(color)}"));
        }

        throw state == Sign("step-1") && Answer(request.Params, "step1") is not null
            ? Required("step2", Question("Step 2: What is your favorite color?", "color"), Sign("step-2"))
            : Required("step1", Question("Step 1: What is your name?", "name"), Sign("step-1"));
    }

    /// <summary>Asks only what the client said it can answer.</summary>
    public static ValueTask<CallToolResult> Possible(RequestContext<CallToolRequestParams> request)
    {
        var can = request.Server.ClientCapabilities;
        var questions = new Dictionary<string, InputRequest>(StringComparer.Ordinal);
        if (can?.Elicitation is not null)
        {
            questions["user_name"] = Name;
        }

        if (can?.Sampling is not null)
        {
            questions["greeting"] = Sampling("Generate a greeting", 50);
        }

        return questions.Count == 0 || request.Params.InputResponses is not null
            ? ValueTask.FromResult(FixtureTool.Text("Nothing to ask."))
            : throw new InputRequiredException(questions, null);
    }

    private static InputRequest Sampling(string prompt, int tokens) => InputRequest.ForSampling(
        new CreateMessageRequestParams
        {
            Messages = [new SamplingMessage { Role = Role.User, Content = [new TextContentBlock { Text = prompt }] }],
            MaxTokens = tokens,
        });

    private static ElicitRequestParams.RequestSchema Form(
        string field, ElicitRequestParams.PrimitiveSchemaDefinition type)
    {
        var properties = new Dictionary<string, ElicitRequestParams.PrimitiveSchemaDefinition>(StringComparer.Ordinal)
        {
            [field] = type,
        };
        return new ElicitRequestParams.RequestSchema { Properties = properties, Required = [field] };
    }

    private static string Sign(string text) =>
        $"{text}.{Convert.ToHexString(HMACSHA256.HashData(Key, Encoding.UTF8.GetBytes(text)))}";

    private static bool IsOurs(string state) =>
        state.Split('.') is [var text, _]
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(state), Encoding.UTF8.GetBytes(Sign(text)));
}
