using System.Text.Json;
using Gatehouse.EndToEnd.Processes;

namespace Gatehouse.EndToEnd.Matrix;

/// <summary>mcporter, a client for command lines.</summary>
internal sealed class McporterClient : PeerClient
{
    public override string Name => "mcporter";

    internal override async Task<Conversation> TalkAsync(Uri endpoint, string token, IReadOnlyList<PeerCall> calls)
    {
        var listed = JsonElement.Parse(await RunAsync(endpoint, token, "list", "--json"));
        Assert.Equal("ok", listed.GetProperty("status").GetString());
        var tools = listed.GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("name").GetString()!);
        var texts = new List<string>();
        foreach (var call in calls)
        {
            texts.Add(await RunAsync(endpoint, token,
                "call", "--tool", call.Tool, "--args", call.Args.GetRawText(), "--output", "text"));
        }

        return new Conversation([.. tools], texts);
    }

    private static async Task<string> RunAsync(Uri endpoint, string token, string verb, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("gatehouse-mcporter-");
        try
        {
            var (_, output, errors) = await RunningProgram.RunAsync(
            [
                Places.Node, Path.Combine(Places.Modules, ".bin/mcporter"), verb, "--http-url", endpoint.ToString(),
                "--allow-http", "--no-oauth", "--name", "peer",
                "--header", $"Authorization=Bearer {token}", .. arguments,
            ], folder.FullName, new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = folder.FullName });
            return output.Length > 0 ? output : errors;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
