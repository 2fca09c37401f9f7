using System.Text.RegularExpressions;
using Xunit;

namespace Gatehouse.Gateway.Tests;

/// <summary>docs/reference/faults.md and the sources name the same faults; those of the API have a page and a test of their own.</summary>
public sealed partial class FaultReferenceTests
{
    [Fact]
    public void Reference_NamesEveryFaultOfTheSources_AndNoOther()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Gatehouse.slnx")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("the repository");
        }

        var inSources = Directory.EnumerateFiles(Path.Combine(root.FullName, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/Gatehouse.Control/", StringComparison.Ordinal))
            .SelectMany(file => Declaration.Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value);
        var listed = Row.Matches(File.ReadAllText(Path.Combine(root.FullName, "docs", "reference", "faults.md"))).Select(match => match.Groups[1].Value);

        Assert.Equal(inSources.Distinct().Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex("""(?:FaultCode \w+ = new|new Fault\(\s*new|new FaultCode)\("([a-z-]+)"\)""")]
    private static partial Regex Declaration { get; }

    [GeneratedRegex("""(?m)^\| `([a-z-]+)` \|""")]
    private static partial Regex Row { get; }
}
