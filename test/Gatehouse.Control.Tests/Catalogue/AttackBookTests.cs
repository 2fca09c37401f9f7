using System.Text;
using System.Text.Json;
using Gatehouse.Control.Catalogue.Attacks;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Testing;
using Gatehouse.Risk;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>The data files of attacks and controls: whole, linked, and true.</summary>
public sealed class AttackBookTests
{
    public static TheoryData<string> Controls => [.. AttackBook.Controls.Select(control => control.Slug)];

    [Theory]
    [MemberData(nameof(Controls))]
    public void Control_ItsPolicy_ValidatesAndDoesWhatItsCasesSay(string slug)
    {
        var control = AttackBook.Controls.Single(one => one.Slug == slug);
        var read = PolicyReader.Read(Encoding.UTF8.GetBytes(AttackBook.Text(control)));
        Assert.Empty(read.Findings.Where(finding => finding.Severity == FindingSeverity.Error));
        var file = PolicyTestFile.Read(JsonSerializer.SerializeToUtf8Bytes(new { policy = "policy.json", cases = control.Cases }));
        Assert.Empty(file.Findings);
        Assert.True(control.Cases.Length >= 2, "a control shows what it stops and what it lets through");
        Assert.True(control.Cases.Select(one => one.GetProperty("expect").GetProperty("outcome").GetString()).Distinct().Count() >= (slug is "pinned-definitions" ? 1 : 2));

        Assert.Empty(PolicyTestRun.Run(file.File!, read.Document!).Where(result => !result.Passed)
            .Select(result => $"{result.Case.Name}: {result.Actual.Outcome} {result.Actual.Rule} {result.Actual.Message}"));
    }

    [Fact]
    public void Attacks_AreOfOneControlAndKnownCategoriesAndHaveWhatAPageNeeds()
    {
        Assert.Equal(87, AttackBook.All.Length);
        Assert.Equal(87, AttackBook.All.Select(attack => attack.Slug).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(87, AttackBook.All.Select(attack => attack.Title).Distinct(StringComparer.Ordinal).Count());
        Assert.All(AttackBook.All, attack =>
        {
            Assert.Matches("^[a-z0-9-]+$", attack.Slug);
            Assert.NotNull(AttackBook.ControlOf(attack));
            Assert.All(attack.Categories, word => Assert.Equal(word, RiskWords.Category(word)!.Value.Word()));
            Assert.Matches("^(CVE-[0-9]{4}-[0-9]+)?$", attack.Cve);
            Assert.True(Uri.TryCreate(attack.Source, UriKind.Absolute, out var source) && source.Scheme == "https");
            Assert.InRange(attack.Happened.Length, 40, 600);
            Assert.InRange(attack.Access.Length, 15, 300);
            Assert.InRange(attack.Stopped.Length, 30, 400);
        });
        Assert.Empty(AttackBook.Controls.Where(control => AttackBook.All.All(attack => attack.Control != control.Slug)).Select(control => control.Slug));
    }

    [Fact]
    public void Attacks_AreThoseOfTheSharedListInOtherWords()
    {
        var path = SharedData.Find("attacks.tsv");
        Assert.SkipWhen(path is null, "the list does not lie beside the checkout");
        var rows = File.ReadLines(path!).Skip(1).Select(line => line.Split('\t')).ToDictionary(row => row[0], StringComparer.Ordinal);

        Assert.Equal(rows.Keys.Order(StringComparer.Ordinal), AttackBook.All.Select(attack => attack.Slug).Order(StringComparer.Ordinal));
        Assert.All(AttackBook.All, attack =>
        {
            var row = rows[attack.Slug];
            Assert.Equal((row[7], row[8]), (attack.Cve, attack.Source));
            Assert.NotEqual(row[1], attack.Title);
            Assert.DoesNotContain(row[5], attack.Happened, StringComparison.OrdinalIgnoreCase);
            Assert.True(Shared(row[5], attack.Happened) < 9, $"{attack.Slug} has {Shared(row[5], attack.Happened)} words in a row of the list's text");
        });
    }

    // The longest run of words that two texts share.
    private static int Shared(string one, string other)
    {
        var (left, right) = (one.ToLowerInvariant().Split(' '), other.ToLowerInvariant().Split(' '));
        var best = 0;
        for (var i = 0; i < left.Length; i++)
        {
            for (var j = 0; j < right.Length; j++)
            {
                var run = 0;
                while (i + run < left.Length && j + run < right.Length && left[i + run] == right[j + run])
                {
                    run++;
                }

                best = Math.Max(best, run);
            }
        }

        return best;
    }
}
