using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Gatehouse.Ledger.Tests.Journal;

/// <summary>docs/reference/journal.md names what the rows have, and its way to verify them works.</summary>
public sealed partial class JournalPageTests
{
    private static readonly string Root = FindRoot();
    private static readonly string Page = File.ReadAllText(Path.Combine(Root, "docs", "reference", "journal.md"));

    public static TheoryData<string, string[]> Writers => new()
    {
        { "`start`", ["StartLine"] },
        { "`intent`", ["IntentLine", "ArgumentShape"] },
        { "`outcome`", ["OutcomeLine"] },
        { "`settlement`", ["SettlementLine"] },
        { "`refusals`", ["RefusalCount"] },
        { "`resumed`", ["Riders"] },
        { "`checkpoints.jsonl`", ["CheckpointLine"] },
    };

    [Theory]
    [MemberData(nameof(Writers))]
    public void Page_HasEveryMemberOfARowAndNoOther(string heading, string[] files)
    {
        var written = files.SelectMany(file => Names().Matches(Source(file)).Select(match => match.Groups[1].Value));
        var shared = heading.Contains("checkpoints", StringComparison.Ordinal) ? [] : Rows("Every row");

        Assert.Equal(
            written.Distinct(StringComparer.Ordinal).Except(shared, StringComparer.Ordinal).Order(StringComparer.Ordinal),
            Rows(heading).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Page_HasEveryKind()
    {
        var kinds = Directory.EnumerateFiles(Path.Combine(Root, "src", "Gatehouse.Ledger", "Journal"), "*Line.cs")
            .Append(Path.Combine(Root, "src", "Gatehouse.Ledger", "Journal", "RefusalCount.cs"))
            .Append(Path.Combine(Root, "src", "Gatehouse.Ledger", "Journal", "Riders.cs"))
            .SelectMany(file => Kinds().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToArray();

        Assert.NotEmpty(kinds);
        Assert.All(kinds, kind => Assert.Contains($"\n## `{kind}`\n", Page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Page_ShellThatVerifies_FollowsTheChain_AndSeesAnEdit()
    {
        var cancel = TestContext.Current.CancellationToken;
        using var desk = new JournalDesk { SegmentBytes = 1_000 };
        await using (var journal = await desk.OpenAsync())
        {
            for (var i = 0; i < 4; i++)
            {
                var receipt = await journal.IntendAsync(desk.Intent($"c{i}") with { Target = "two words \\ *" }, cancel);
                journal.Conclude(receipt, JournalDesk.Done());
            }
        }

        var folder = Path.Combine(desk.Folder, "serve");
        var last = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(desk.Lines()[^1])));
        Assert.Equal((0, last), await VerifyAsync(folder, cancel));

        var file = Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal).First();
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, cancel)).Replace("two words", "two birds", StringComparison.Ordinal), cancel);
        Assert.Equal(1, (await VerifyAsync(folder, cancel)).Code);
    }

    private static async Task<(int Code, string Said)> VerifyAsync(string folder, CancellationToken cancel)
    {
        var script = Page.Split("```sh\n")[1].Split("```")[0];
        using var shell = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", script]) { WorkingDirectory = folder, RedirectStandardOutput = true })!;
        var said = await shell.StandardOutput.ReadToEndAsync(cancel);
        await shell.WaitForExitAsync(cancel);
        return (shell.ExitCode, said.Trim());
    }

    private static string Source(string name) => File.ReadAllText(Path.Combine(Root, "src", "Gatehouse.Ledger", "Journal", name + ".cs"));

    private static string[] Rows(string heading)
    {
        var section = Page.Split($"\n## {heading}\n")[1].Split("\n## ")[0];
        return [.. Row().Matches(section).Select(match => match.Groups[1].Value)];
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Gatehouse.slnx")))
        {
            folder = folder.Parent;
        }

        return folder.FullName;
    }

    [GeneratedRegex("""[{,"]\\"([a-z]+)\\":""")]
    private static partial Regex Names();

    [GeneratedRegex("""\\"kind\\":\\"([a-z]+)\\""")]
    private static partial Regex Kinds();

    [GeneratedRegex("^\\| `([a-z]+)` \\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
