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

    // A runner that lets anything pass would prove nothing.
    [Theory]
    [InlineData("\"effect\":\"allow\"", "\"effect\":\"allow\"", "PASS T modern", 0)]
    [InlineData("\"effect\":\"allow\"", "\"effect\":\"deny\"", "FAIL T modern", 1)]
    [InlineData("\"effect\":\"allow\"", "\"effect\":\"permit\"", "UNKNOWN T both", 1)]
    [InlineData("\"std\":\"auto\"", "\"std\":\"auto\",\"smuggle\":1", "UNKNOWN T both", 1)]
    [InlineData("\"request\":", "\"eclipse\":true,\"request\":", "UNKNOWN T both", 1)]
    [InlineData("\"decision\":\"allow\"", "\"decision\":\"perhaps\"", "UNKNOWN T both", 1)]
    public async Task Case_WrongOrNotUnderstood_IsSaidSo(string part, string instead, string line, int exit)
    {
        const string Case = """{"id":"T","family":"ARG arguments","description":"d","input":{"policy":{"default":"deny","rules":[{"tool":"fs.read","effect":"allow"}]},"request":{"method":"POST","path":"/mcp","headers":{"std":"auto"},"body":"{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"fs.read\",\"arguments\":{},\"_meta\":$META}}"}},"expected":{"decision":"allow"}}""";
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(
            file, Case.Replace(part, instead, StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (code, output) = await ScriptRun.RunAsync("test/attacks/run", file);
        File.Delete(file);

        Assert.Equal(exit, code);
        Assert.Contains(line, output, StringComparison.Ordinal);
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
