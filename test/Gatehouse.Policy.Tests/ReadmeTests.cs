using System.Collections.Frozen;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Tests.Language;

namespace Gatehouse.Policy.Tests;

/// <summary>The package's README shows code that is compiled and run here, line for line.</summary>
public class ReadmeTests
{
    [Fact]
    public void Readme_ItsPolicyAndCall_AreDenied()
    {
        // What stands from here to the last line of the decision stands in the README.
        var read = PolicyReader.Read("""
            { "version": "1", "default": "deny", "tools": { "read_file": { "require": [
              { "conditions": [ { "path": "args.path", "op": "path_within", "value": ["/srv/data"] } ] } ] } } }
            """u8);
        var policy = PolicyDecisionPoint.Compile([new PolicyLayer(LayerKind.Grant, "my-policy", read.Document!)]);
        var decision = policy.Decide(new CallFacts
        {
            Tool = new ToolFacts { Name = "read_file", Standing = ToolStanding.Accepted },
            Arguments = """{ "path": "/srv/data/../../etc/passwd" }"""u8,
            Server = new ServerFacts("files", "Files"),
            Grant = new GrantFacts("agent-1", "Agent 1", FrozenDictionary<string, string>.Empty),
            Now = DateTimeOffset.UtcNow,
        });

        Assert.Empty(read.Findings);
        Assert.Equal(Outcome.Denied, decision.Outcome);
        Assert.Equal("/tools/read_file/require/args.path-path_within", decision.Rule);
    }

    [Fact]
    public void Readme_ItsCode_IsTheCodeOfTheTest()
    {
        var test = RepositoryFiles.Text("test/Gatehouse.Policy.Tests/ReadmeTests.cs");
        var shown = RepositoryFiles.Text("src/Gatehouse.Policy/README.md").Split("```csharp")[1].Split("```")[0]
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("Console.", StringComparison.Ordinal)).ToArray();

        Assert.True(shown.Length > 10);
        var at = 0;
        foreach (var line in shown)
        {
            at = test.IndexOf(line, at, StringComparison.Ordinal);
            Assert.True(at >= 0, $"the README's line is not in the test, in its order: {line}");
            at += line.Length;
        }
    }
}
