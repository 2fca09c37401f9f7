using System.Text.Json;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy.Language;
using Xunit;

namespace Gatehouse.Gateway.Tests.Snapshots;

/// <summary>Every example loads: a configuration with all that it names, any other JSON file as a policy.</summary>
public sealed class ExamplesTests
{
    public static TheoryData<string> Files()
    {
        var files = new TheoryData<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Root(), "examples"), "*.json", SearchOption.AllDirectories))
        {
            files.Add(Path.GetRelativePath(Root(), file));
        }

        return files;
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Load_Example_HasNoErrors(string name)
    {
        var path = Path.Combine(Root(), name);
        var findings = IsConfiguration(path)
            ? new ConfigFile(path, TimeProvider.System, _ => "a-secret").Load().Findings.Select(found => found.Finding)
            : PolicyReader.Read(File.ReadAllBytes(path)).Findings;

        Assert.DoesNotContain(findings, finding => finding.Severity == FindingSeverity.Error);
    }

    private static bool IsConfiguration(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.TryGetProperty("servers", out _);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Gatehouse.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }
}
