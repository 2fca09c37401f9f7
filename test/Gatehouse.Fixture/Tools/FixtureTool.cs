using System.Text.Json;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace Gatehouse.Fixture.Tools;

/// <summary>A tool whose definition is written out, so that its schema reaches the wire word for word.</summary>
internal sealed class FixtureTool : McpServerTool
{
    public const string NoArguments = """{"type":"object","properties":{},"additionalProperties":false}""";

    private readonly Func<RequestContext<CallToolRequestParams>, CancellationToken, ValueTask<CallToolResult>> run;

    public FixtureTool(
        string name,
        string description,
        Func<RequestContext<CallToolRequestParams>, CancellationToken, ValueTask<CallToolResult>> run,
        string schema = NoArguments)
    {
        this.run = run;
        ProtocolTool = new Tool { Name = name, Description = description, InputSchema = JsonElement.Parse(schema) };
    }

    public override Tool ProtocolTool { get; }

    public override IReadOnlyList<object> Metadata => [];

    public override ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default) =>
        run(request, cancellationToken);

    /// <summary>A result with one text.</summary>
    public static CallToolResult Text(string text, bool isError = false) =>
        new() { Content = [new TextContentBlock { Text = text }], IsError = isError ? true : null };

    /// <summary>A string argument, or the text that stands for its absence.</summary>
    public static string Argument(RequestContext<CallToolRequestParams> request, string name, string fallback = "") =>
        request.Params.Arguments?.TryGetValue(name, out var value) == true && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : fallback;
}
