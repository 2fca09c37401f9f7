using System.Text;
using CsCheck;
using Gatehouse.Ledger.Journal;

namespace Gatehouse.Ledger.Tests.Journal;

public class JournalVerifyTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_Untouched_IsSound()
    {
        using var desk = await Written();

        var verdict = desk.Verify();

        Assert.Empty(verdict.Flaws);
        Assert.Equal(2, verdict.Writers);
    }

    [Fact]
    public async Task Run_AnySingleChange_IsFound()
    {
        using var desk = await Written();
        var files = Directory.EnumerateFiles(desk.Folder, "*.jsonl", SearchOption.AllDirectories).Order().ToArray();
        var originals = files.ToDictionary(path => path, File.ReadAllBytes);
        var change = Gen.Select(Gen.Int[0, files.Length - 1], Gen.Int[0, 3], Gen.Int[0, 1_000_000], Gen.Int[1, 255]);

        change.Sample(
            picked =>
            {
                var (file, kind, place, flip) = picked;
                var path = files[file];
                var changed = Tamper(originals[path], kind, place, flip);
                if (changed.AsSpan().SequenceEqual(originals[path]))
                {
                    return;
                }

                File.WriteAllBytes(path, changed);
                try
                {
                    Assert.NotEmpty(desk.Verify().Flaws);
                }
                finally
                {
                    File.WriteAllBytes(path, originals[path]);
                }
            },
            iter: 1_500, threads: 1);
    }

    [Fact]
    public async Task Run_RowEdited_NamesSegmentLineAndSequence()
    {
        using var desk = await Written();
        var segment = Segments.In(Path.Combine(desk.Folder, "serve"))[1];
        var lines = await File.ReadAllLinesAsync(segment, Cancel);
        lines[1] = lines[1].Replace("\"time\":\"2026", "\"time\":\"2025", StringComparison.Ordinal);
        await File.WriteAllTextAsync(segment, string.Join('\n', lines) + "\n", Cancel);

        var flaw = Assert.Single(desk.Verify().Flaws);

        var first = Segments.FirstOf(segment);
        Assert.Equal((FlawKind.Edited, "serve", Path.GetFileName(segment), 3L, first + 2), (flaw.Kind, flaw.Writer, flaw.Segment, flaw.Line, flaw.Sequence));
    }

    [Fact]
    public async Task Run_SegmentRemoved_IsFound()
    {
        using var desk = await Written();
        var segments = Segments.In(Path.Combine(desk.Folder, "serve"));
        foreach (var segment in segments)
        {
            var bytes = await File.ReadAllBytesAsync(segment, Cancel);
            File.Delete(segment);
            Assert.NotEmpty(desk.Verify().Flaws);
            await File.WriteAllBytesAsync(segment, bytes, Cancel);
        }
    }

    [Fact]
    public async Task Run_WholeWriterRemoved_IsFound()
    {
        using var desk = await Written();
        Directory.Delete(Path.Combine(desk.Folder, "run"), recursive: true);

        Assert.Contains(desk.Verify().Flaws, flaw => flaw is { Kind: FlawKind.RolledBack, Writer: "run" });
    }

    [Fact]
    public async Task Run_ChainMadeAnew_IsFoundByTheCheckpoint()
    {
        using var desk = await Written();
        var segments = Segments.In(Path.Combine(desk.Folder, "run"));
        using var chain = new Chain();
        var forged = new LineBuffer();
        foreach (var line in segments.SelectMany(File.ReadAllLines))
        {
            // The forger knows the format and makes every hash fit, but has no key.
            var body = line[(line.IndexOf("\"time\"", StringComparison.Ordinal))..^1].Replace("bank", "bunk", StringComparison.Ordinal);
            chain.Append(forged, Encoding.UTF8.GetBytes(body));
        }

        await File.WriteAllBytesAsync(segments[0], forged.Written.ToArray(), Cancel);

        Assert.Contains(desk.Verify().Flaws, flaw => flaw is { Kind: FlawKind.Edited, Writer: "run" });
    }

    [Fact]
    public async Task Run_WritersThatEndAtTheSameMoment_IsSound()
    {
        using var desk = new JournalDesk();
        var journals = new List<Gatehouse.Ledger.Journal.Journal>();
        for (var number = 0; number < 12; number++)
        {
            journals.Add(await desk.OpenAsync("run"));
        }

        await Task.WhenAll(journals.Select(journal => Task.Run(async () => await journal.DisposeAsync(), Cancel)));

        Assert.Empty(desk.Verify().Flaws);
        Assert.Equal(12, desk.Verify().Checkpoints);
    }

    [Fact]
    public async Task Run_EverythingRolledBack_IsFoundByExportedCheckpoints()
    {
        using var desk = new JournalDesk();
        var journal = await desk.OpenAsync();
        await journal.DisposeAsync();
        var old = Directory.EnumerateFiles(desk.Folder, "*.jsonl", SearchOption.AllDirectories)
            .ToDictionary(path => path, File.ReadAllBytes);
        await (await desk.OpenAsync()).DisposeAsync();
        var exported = desk.Folder + ".export";
        File.Copy(Path.Combine(desk.Folder, CheckpointFile.FileName), exported);
        foreach (var (path, bytes) in old)
        {
            await File.WriteAllBytesAsync(path, bytes, Cancel);
        }

        Assert.True(desk.Verify().IsSound);
        Assert.Contains(desk.Verify(exported).Flaws, flaw => flaw.Kind == FlawKind.RolledBack);
    }

    private static async Task<JournalDesk> Written()
    {
        var desk = new JournalDesk { SegmentBytes = 2_500 };
        foreach (var writer in new[] { "serve", "run", "serve" })
        {
            var journal = await desk.OpenAsync(writer);
            for (var i = 0; i < (writer == "run" ? 2 : 8); i++)
            {
                journal.Conclude(await journal.IntendAsync(desk.Intent($"c{i}"), Cancel), JournalDesk.Done());
            }

            desk.Time.Advance(TimeSpan.FromMinutes(1));
            await journal.DisposeAsync();
        }

        return desk;
    }

    private static byte[] Tamper(byte[] bytes, int kind, int place, int flip)
    {
        var text = Encoding.UTF8.GetString(bytes);
        var lines = text.Split('\n')[..^1].ToList();
        var (one, other) = (place % lines.Count, (place / 7) % lines.Count);
        switch (kind)
        {
            case 0:
                var edited = bytes.ToArray();
                edited[place % bytes.Length] ^= (byte)flip;
                return edited;
            case 1:
                lines.RemoveAt(one);
                break;
            case 2:
                (lines[one], lines[other]) = (lines[other], lines[one]);
                break;
            default:
                return bytes[..(place % bytes.Length)];
        }

        return Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
    }
}
