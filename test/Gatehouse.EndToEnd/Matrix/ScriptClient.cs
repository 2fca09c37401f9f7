using System.Text.Json;
using Gatehouse.EndToEnd.Processes;

namespace Gatehouse.EndToEnd.Matrix;

/// <summary>A TypeScript SDK, by a script beside the peers.</summary>
internal sealed class ScriptClient(string name) : PeerClient
{
    public override string Name => name;

    internal override async Task<Conversation> TalkAsync(Uri endpoint, string token, IReadOnlyList<PeerCall> calls)
    {
        var script = Path.Combine(Places.Root, "test/peers/clients", $"{name}.mjs");
        var asked = JsonSerializer.Serialize(calls.Select(c => new { tool = c.Tool, args = c.Args }));
        var env = new Dictionary<string, string>(StringComparer.Ordinal) { ["GATEHOUSE_TOKEN"] = token };
        var (code, output, errors) = await RunningProgram.RunAsync(
            [Places.Node, script, endpoint.ToString(), asked], env: env);
        Assert.True(code == 0, $"{name} ended with {code}: {errors}");
        var said = JsonElement.Parse(output);
        return new Conversation(Texts(said, "tools"), Texts(said, "texts"));
    }

    private static List<string> Texts(JsonElement said, string name) =>
        [.. said.GetProperty(name).EnumerateArray().Select(t => t.GetString()!)];
}
