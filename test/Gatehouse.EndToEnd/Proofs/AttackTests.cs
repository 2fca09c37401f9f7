using System.Text.Json;
using Gatehouse.EndToEnd.Processes;

namespace Gatehouse.EndToEnd.Proofs;

/// <summary>The attack cases, and the tests that stand for those which cannot be run from outside.</summary>
public sealed class AttackTests
{
    [Fact]
    public async Task Cases_AgainstTheRealGateway_AllHold()
    {
        var cases = Path.Combine(Places.Root, "test/attacks/more.jsonl");
        var (code, output) = await ScriptRun.RunAsync("test/attacks/run", cases);

        var failed = output.Split('\n').Where(line => line.StartsWith("FAIL ", StringComparison.Ordinal));
        Assert.True(code == 0, string.Join('\n', failed.DefaultIfEmpty(output)));
    }

    [Fact]
    public void Points_NameTestsThatExist()
    {
        var points = JsonElement.Parse(File.ReadAllText(Path.Combine(Places.Root, "test/attacks/points.json")));
        var sources = Directory.EnumerateFiles(Path.Combine(Places.Root, "test"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(File.ReadAllText).ToList();

        foreach (var point in points.EnumerateObject())
        {
            if (point.Value.TryGetProperty("test", out var test))
            {
                // Class.Method, the way test reports write it.
                var parts = test.GetString()!.Split('.');
                Assert.True(
                    sources.Exists(text => text.Contains($"class {parts[^2]}", StringComparison.Ordinal)
                        && text.Contains($" {parts[^1]}(", StringComparison.Ordinal)),
                    $"{point.Name}: there is no test {test}");
            }
        }
    }
}
