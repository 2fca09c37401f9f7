using System.Text.Json;
using Gatehouse.EndToEnd.Processes;

namespace Gatehouse.EndToEnd.Matrix;

/// <summary>The command line of the MCP Inspector: one process, and so one session, for each request.</summary>
internal sealed class InspectorClient : PeerClient
{
    public override string Name => "inspector";

    internal override async Task<Conversation> TalkAsync(Uri endpoint, string token, IReadOnlyList<PeerCall> calls)
    {
        var listed = await RunAsync(endpoint, token, "--method", "tools/list");
        var tools = listed.GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("name").GetString()!);
        var texts = new List<string>();
        foreach (var call in calls)
        {
            var result = await RunAsync(endpoint, token,
                "--method", "tools/call", "--tool-name", call.Tool, "--tool-args-json", call.Args.GetRawText());
            texts.Add(result.GetProperty("content")[0].GetProperty("text").GetString()!);
        }

        return new Conversation([.. tools], texts);
    }

    private static async Task<JsonElement> RunAsync(Uri endpoint, string token, params string[] arguments)
    {
        var (code, output, errors) = await RunningProgram.RunAsync(
        [
            Places.Node, Path.Combine(Places.Modules, ".bin/mcp-inspector"), "--cli", endpoint.ToString(),
            "--transport", "http", "--header", $"Authorization: Bearer {token}", "--format", "json", .. arguments,
        ]);
        // It exits with an error for a result that is one, and prints it all the same.
        Assert.True(
            output.StartsWith("{\"result\":", StringComparison.Ordinal), $"inspector {code}: {output} {errors}");
        return JsonElement.Parse(output).GetProperty("result");
    }
}
