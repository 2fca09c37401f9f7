using System.Text.Json;
using Gatehouse.EndToEnd.Processes;

namespace Gatehouse.EndToEnd.Proofs;

/// <summary>The attack cases, and the tests that stand for those which cannot be run from outside.</summary>
public sealed class AttackTests
{
    // The project's own cases, and those of the design where they lie beside the checkout.
    [Theory]
    [InlineData("test/attacks/more.jsonl")]
    [InlineData("../shared/data/attack-cases.jsonl")]
    public async Task Cases_AgainstTheRealGateway_AllHold(string file)
    {
        var cases = Path.GetFullPath(Path.Combine(Places.Root, file));
        Assert.SkipUnless(File.Exists(cases), $"there is no {file}");
        var (code, output) = await ScriptRun.RunAsync("test/attacks/run", cases);

        var failed = output.Split('\n').Where(line =>
            line.StartsWith("FAIL ", StringComparison.Ordinal) || line.StartsWith("UNKNOWN ", StringComparison.Ordinal));
        Assert.True(code == 0, string.Join('\n', failed.DefaultIfEmpty(output)));
    }

    [Fact]
    public void Points_NameTestsThatExist()
    {
        var points = JsonElement.Parse(File.ReadAllText(Path.Combine(Places.Root, "test/attacks/points.json")));
        var sources = Directory.EnumerateFiles(Path.Combine(Places.Root, "test"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(File.ReadAllText).ToList();
        var named = points.EnumerateArray().Where(p => p.TryGetProperty("tests", out _))
            .SelectMany(p => p.GetProperty("tests").EnumerateArray()).Select(t => t.GetString()!).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, test =>
        {
            // Class.Method, the way test reports write it.
            var parts = test.Split('.');
            Assert.True(
                sources.Exists(text => text.Contains($"class {parts[^2]}", StringComparison.Ordinal)
                    && text.Contains($" {parts[^1]}(", StringComparison.Ordinal)),
                $"there is no test {test}");
        });
    }
}
