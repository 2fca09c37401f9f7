using System.Text;
using System.Text.RegularExpressions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Cli.Tests.Docs;

/// <summary>The guides do what they say: their files are written, their commands run, their output compared.</summary>
public sealed partial class GuideTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task FirstPolicy_EveryCommand_PrintsWhatThePageShows()
    {
        var page = RepositoryFiles.Text("docs/guide/first-policy.md");
        var files = SavedFile().Matches(page).Select(match => match.Groups[1].Value).ToArray();
        foreach (Match saved in SavedFile().Matches(page))
        {
            _folder.Write(saved.Groups[1].Value, saved.Groups[2].Value);
        }

        var commands = Session().Matches(page).SelectMany(match => Command().Matches(match.Groups[1].Value)).ToArray();
        foreach (var command in commands)
        {
            var words = Word().Matches(command.Groups[1].Value)
                .Select(word => word.Groups[1].Success ? word.Groups[1].Value : word.Value)
                .Select(word => files.Contains(word, StringComparer.Ordinal) ? Path.Combine(_folder.Path, word) : word);
            var run = await CommandRun.Of([.. words]);
            var printed = run.Output.Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal) + run.Error;
            Assert.Equal(command.Groups[2].Value, printed);
        }

        Assert.True(commands.Length >= 7 && files.Length == 3);
    }

    [Fact]
    public void Policies_EveryDocument_Loads()
    {
        var documents = JsonBlock().Matches(RepositoryFiles.Text("docs/guide/policies.md"));

        Assert.True(documents.Count >= 10);
        Assert.All(documents, document => Assert.Empty(
            PolicyReader.Read(Encoding.UTF8.GetBytes(document.Groups[1].Value)).Findings
                .Where(finding => finding.Severity == FindingSeverity.Error)));
    }

    [Fact]
    public void Index_EveryLink_Leads() => Assert.All(
        Link().Matches(RepositoryFiles.Text("docs/README.md")),
        link => Assert.True(File.Exists(RepositoryFiles.At($"docs/{link.Groups[1].Value}")), link.Groups[1].Value));

    [GeneratedRegex("Save this as `([^`]+)`:\\s+```json\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex SavedFile();

    [GeneratedRegex("```console\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Session();

    [GeneratedRegex("^\\$ gatehouse (.*)\\n((?:(?!\\$ ).*\\n)*)", RegexOptions.Multiline)]
    private static partial Regex Command();

    [GeneratedRegex("'([^']*)'|\\S+")]
    private static partial Regex Word();

    [GeneratedRegex("```json\\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex JsonBlock();

    [GeneratedRegex("\\]\\(([^)]+)\\)")]
    private static partial Regex Link();
}
