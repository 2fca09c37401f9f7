using System.Text.Json;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Recording;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Records;

public class RecordExportTests
{
    [Fact]
    public async Task Export_JsonLines_HasEveryOwnCallOldestFirstOverManyPages()
    {
        await using var rig = await RecordRig.StartAsync();
        for (var i = 0; i < 2_300; i++)
        {
            await rig.CallAsync($"c{i}", intent => intent with { ServerId = i % 2 == 0 ? "bank" : "foreign" });
        }

        rig.Rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.CatchUpAsync();

        var export = await rig.GetAsync("/export");

        Assert.Equal(("application/jsonl", 200), (export.Headers["Content-Type"], export.Status));
        Assert.Equal("attachment; filename=\"gatehouse-records.jsonl\"", export.Headers["Content-Disposition"]);
        Assert.Equal(
            Enumerable.Range(0, 1_150).Select(i => $"c{i * 2}"),
            export.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("call").GetString()));
    }

    [Fact]
    public async Task Export_Csv_OneLineAnEntryAndNoFormula()
    {
        await using var rig = await RecordRig.StartAsync();
        await rig.CallAsync(
            "c1", intent => intent with
            {
                Target = "=cmd|' /C calc'!A0", Client = "x\r\n{\"decision\":\"allow\"}", Rule = "@SUM(1)", Session = "+1", Outcome = RecordedOutcome.Denied,
            });
        rig.Rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.CatchUpAsync();

        var export = await rig.GetAsync("/export?format=csv&outcome=denied");

        var lines = export.Text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("time,call,server,grant,method,target,decision,rule,", lines[0], StringComparison.Ordinal);
        Assert.Contains(",\"'=cmd|' /C calc'!A0\",", lines[1], StringComparison.Ordinal);
        Assert.Contains(",\"'@SUM(1)\",", lines[1], StringComparison.Ordinal);
        Assert.Contains(",\"'+1\",", lines[1], StringComparison.Ordinal);
        Assert.Contains("\"x\\u{D}\\u{A}{\"\"decision\"\":\"\"allow\"\"}\"", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_IsWrittenDownBeforeItLeaves()
    {
        await using var rig = await RecordRig.StartAsync();

        await rig.GetAsync("/export?format=csv&tool=create_refund");

        var entry = await rig.Rig.WithAsync(services => services.GetRequiredService<ControlDb>().Audit.SingleAsync());
        Assert.Equal(("records.exported", rig.Own.Id), (entry.What, entry.ActorId));
        Assert.Contains("\"tool\":\"create_refund\"", entry.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_AuditThatCannotBeWritten_LetsNothingOut()
    {
        await using var rig = await RecordRig.StartAsync();
        await rig.CallAsync("c1");
        await rig.CatchUpAsync();
        await rig.Rig.WithAsync(services => services.GetRequiredService<ControlDb>().Database.ExecuteSqlRawAsync("DROP TABLE audit"));

        var export = await rig.GetAsync("/export");

        Assert.Equal((503, "store-unavailable"), (export.Status, export.Code));
    }
}
