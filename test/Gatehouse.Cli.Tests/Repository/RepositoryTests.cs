using System.Xml.Linq;
using Xunit;

namespace Gatehouse.Cli.Tests.Repository;

/// <summary>The habits of the house, kept without anyone asking.</summary>
public sealed class RepositoryTests
{
    private static readonly string _root = Root();

    [Theory]
    [InlineData("Gatehouse.Policy")]
    [InlineData("Gatehouse.Risk")]
    [InlineData("Gatehouse.Gateway", "Gatehouse.Policy", "Gatehouse.Risk")]
    [InlineData("Gatehouse.Ledger", "Gatehouse.Gateway")]
    [InlineData("Gatehouse.Api", "Gatehouse.Policy")]
    [InlineData("Gatehouse.Control", "Gatehouse.Ledger", "Gatehouse.Api")]
    [InlineData("Gatehouse.Server", "Gatehouse.Control")]
    [InlineData("Gatehouse.Cli", "Gatehouse.Ledger", "Gatehouse.Api")]
    public void Project_References_AreTheArrowsOfTheArchitecture(string project, params string[] uses)
    {
        var file = XDocument.Load(Path.Combine(_root, "src", project, project + ".csproj"));
        var references = file.Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

        Assert.Equal(uses, references);
    }

    [Theory]
    [InlineData("Gatehouse.Policy")]
    [InlineData("Gatehouse.Risk")]
    public void PureProject_References_NoPackageThatShips(string project)
    {
        var file = XDocument.Load(Path.Combine(_root, "src", project, project + ".csproj"));

        Assert.Empty(file.Descendants("PackageReference"));
        Assert.Empty(file.Descendants("FrameworkReference"));
    }

    [Fact]
    public void SourceProjects_Exist_NoOtherThanThoseOfTheArchitecture() => Assert.Equal(
        ["Gatehouse.Api", "Gatehouse.Cli", "Gatehouse.Control", "Gatehouse.Gateway", "Gatehouse.Ledger", "Gatehouse.Policy", "Gatehouse.Risk",
            "Gatehouse.Server"],
        Directory.EnumerateDirectories(Path.Combine(_root, "src")).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void Files_Length_StaysWithinItsLimit()
    {
        var tooLong = Sources()
            .Where(file => file.Lines.Length > (file.Name.StartsWith("src/", StringComparison.Ordinal) ? 300 : 400))
            .Select(file => $"{file.Name}: {file.Lines.Length} lines");

        Assert.Empty(tooLong);
    }

    [Fact]
    public void Folders_Names_AreSubjectsAndNoKinds()
    {
        string[] kinds = ["Models", "Interfaces", "Services", "Helpers", "Utils", "Extensions", "Common", "Shared", "Core", "Abstractions"];
        var found = Sources().SelectMany(file => file.Name.Split('/')).Intersect(kinds, StringComparer.Ordinal);

        Assert.Empty(found);
    }

    [Fact]
    public void Types_Names_SayWhatTheThingIs()
    {
        string[] words = ["Manager", "Helper", "Util", "Utils", "Provider", "Processor", "Impl", "Wrapper", "Info", "Service"];
        var found = Sources()
            .Where(file => file.Name.StartsWith("src/", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file.Name))
            .Where(name => words.Any(word => name.EndsWith(word, StringComparison.Ordinal)));

        Assert.Empty(found);
    }

    [Fact]
    public void Handlers_Made_OnlyByTheEgressGuard()
    {
        var found = Sources()
            .Where(file => file.Name.StartsWith("src/", StringComparison.Ordinal) && !file.Name.Contains("/Egress/", StringComparison.Ordinal))
            .Where(file => file.Lines.Any(line => line.Contains("RS0030", StringComparison.Ordinal)))
            .Select(file => file.Name);

        Assert.Empty(found);
    }

    private static IEnumerable<(string Name, string[] Lines)> Sources() =>
        new[] { "src", "test", "bench" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(_root, folder), "*.cs", SearchOption.AllDirectories))
            .Select(path => (Name: Path.GetRelativePath(_root, path).Replace('\\', '/'), Path: path))
            .Where(file => !file.Name.Contains("/obj/", StringComparison.Ordinal) && !file.Name.Contains("/bin/", StringComparison.Ordinal)
                && !file.Name.Contains("/node_modules/", StringComparison.Ordinal)
                && !file.Name.Contains("/Storage/Migrations/", StringComparison.Ordinal)) // Written by a tool.
            .Select(file => (file.Name, File.ReadAllLines(file.Path)));

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
