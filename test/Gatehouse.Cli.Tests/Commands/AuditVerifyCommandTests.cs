using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Journal;

namespace Gatehouse.Cli.Tests.Commands;

public sealed class AuditVerifyCommandTests : IDisposable
{
    private const string Organisation = "org_example";
    private static readonly DateTimeOffset _at = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Verify_FileAsItWasExported_IsSound()
    {
        var file = Write(Rows(5));

        var run = await CommandRun.Of("audit", "verify", file);

        Assert.Equal((0, "sound: rows 1 to 5, 0 signed checkpoints\n"), (run.Code, run.Output));
    }

    [Theory]
    [InlineData("edit", "row 3 was changed")]
    [InlineData("delete", "rows 3 to 3 are missing")]
    [InlineData("swap", "rows 3 to 3 are missing")]
    [InlineData("append", "line 6 is no row of this audit")]
    public async Task Verify_FileThatWasTouched_NamesTheRow(string how, string flaw)
    {
        var lines = Rows(5).Select(Line).ToList();
        switch (how)
        {
            case "edit":
                lines[2] = lines[2].Replace("ann@example.com", "bob@example.com", StringComparison.Ordinal);
                break;
            case "delete":
                lines.RemoveAt(2);
                break;
            case "swap":
                (lines[2], lines[3]) = (lines[3], lines[2]);
                break;
            default:
                lines.Add("{\"decision\":\"allow\"}");
                break;
        }

        var run = await CommandRun.Of("audit", "verify", WriteLines(lines), "--json");

        Assert.Equal(4, run.Code);
        Assert.False(run.Json().GetProperty("is_sound").GetBoolean());
        Assert.Contains(flaw, run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WithTheKeys_FindsACutEndAndAForgedCheckpoint()
    {
        var (data, checkpoints) = Data();
        var rows = Rows(5);
        Assert.True(checkpoints.TrySign(Organisation, 5, rows[4].Hash, _at));
        var signed = checkpoints.LinesOf(Organisation);

        var whole = await CommandRun.Of("audit", "verify", WriteLines([.. rows.Select(Line), .. signed]), "--data", data);
        var cut = await CommandRun.Of("audit", "verify", WriteLines([.. rows.Take(4).Select(Line), .. signed]), "--data", data);
        var forged = await CommandRun.Of(
            "audit", "verify", WriteLines([.. rows.Select(Line), signed[0].Replace("\"seq\":5", "\"seq\":4", StringComparison.Ordinal)]), "--data", data);

        Assert.Equal((0, "sound: rows 1 to 5, 1 signed checkpoints\n"), (whole.Code, whole.Output));
        Assert.Equal(4, cut.Code);
        Assert.Contains("rolled_back: the audit ends at row 4, a checkpoint names row 5", cut.Output, StringComparison.Ordinal);
        Assert.Equal(4, forged.Code);
        Assert.Contains("the signature of a checkpoint is not good", forged.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_PrunedBeginning_NeedsASignedCheckpoint()
    {
        var (data, checkpoints) = Data();
        var rows = Rows(5);
        Assert.True(checkpoints.TrySign(Organisation, 2, rows[1].Hash, _at));
        List<string> lines = [.. rows.Skip(2).Select(Line), .. checkpoints.LinesOf(Organisation)];

        var vouched = await CommandRun.Of("audit", "verify", WriteLines(lines), "--data", data);
        var believed = await CommandRun.Of("audit", "verify", WriteLines(lines));

        Assert.Equal(0, vouched.Code);
        Assert.Equal(4, believed.Code);
        Assert.Contains("missing: rows 1 to 2 are gone and no checkpoint vouches for them", believed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_ManyRandomChanges_AllAreFound()
    {
        var random = new Random(5);
        var (data, checkpoints) = Data();
        var rows = Rows(20);
        Assert.True(checkpoints.TrySign(Organisation, 20, rows[19].Hash, _at));
        var whole = string.Join('\n', [.. rows.Select(Line), .. checkpoints.LinesOf(Organisation)]) + "\n";
        for (var round = 0; round < 200; round++)
        {
            var at = random.Next(whole.Length - 1);
            var other = (char)random.Next('!', '~');
            var text = random.Next(3) == 0 || whole[at] == other ? whole.Remove(at, 1) : whole[..at] + other + whole[(at + 1)..];
            var file = Path.Combine(_folder.Path, "changed.jsonl");
            await File.WriteAllTextAsync(file, text, TestContext.Current.CancellationToken);

            var run = await CommandRun.Of("audit", "verify", file, "--data", data);

            Assert.True(run.Code == 4, $"not found: {whole[Math.Max(0, at - 30)..Math.Min(whole.Length, at + 30)]} at {at}");
        }
    }

    private (string Data, ChainCheckpoints Checkpoints) Data()
    {
        var data = Path.Combine(_folder.Path, "data");
        var (folder, fault) = Gatehouse.Ledger.DataFolder.Open(data, Gatehouse.Ledger.FolderUse.Beside);
        Assert.Null(fault);
        using (folder)
        {
            var (keys, unusable) = KeyFolder.Open(folder!.Keys, isNew: true);
            Assert.Null(unusable);
            return (data, new ChainCheckpoints(Path.Combine(data, "audit"), keys!));
        }
    }

    private static List<AuditLine> Rows(int count)
    {
        var rows = new List<AuditLine>();
        for (var i = 1; i <= count; i++)
        {
            var row = new AuditLine
            {
                OrganisationId = Organisation, Sequence = i, At = _at.AddTicks(i), ActorKind = ActorKind.Person, ActorId = "p1",
                Actor = "ann@example.com", What = "server.changed", SubjectKind = "server", SubjectId = "bank", Before = "{\"name\":\"ä\"}",
                After = "{\"name\":\"\\u003Cb\"}", From = "192.0.2.1", Previous = i == 1 ? AuditHash.Zeros : rows[^1].Hash, Hash = "",
            };
            rows.Add(row with { Hash = AuditHash.Of(row) });
        }

        return rows;
    }

    private static string Line(AuditLine row) => JsonSerializer.Serialize(row, ApiJson.Default.AuditLine);

    private string Write(IEnumerable<AuditLine> rows) => WriteLines(rows.Select(Line));

    private string WriteLines(IEnumerable<string> lines)
    {
        var file = Path.Combine(_folder.Path, "audit.jsonl");
        File.WriteAllLines(file, lines);
        return file;
    }
}
