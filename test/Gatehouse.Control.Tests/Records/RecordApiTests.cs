using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;

namespace Gatehouse.Control.Tests.Records;

public class RecordApiTests
{
    [Fact]
    public async Task List_Calls_AreThoseOfTheOwnServersAlone()
    {
        await using var rig = await RecordRig.StartAsync();
        await rig.CallAsync("c1", outcome: RecordRig.Done());
        await rig.CallAsync("c2", intent => intent with { ServerId = "foreign" });
        await rig.CallAsync("c3", intent => intent with { ServerId = "nobodys" });
        rig.Rig.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.CallAsync("c4", intent => intent with { ServerId = "retired", Outcome = RecordedOutcome.Denied, Rule = "/default" });
        await rig.CatchUpAsync();

        Assert.Equal("c4 c1", await rig.IdsAsync());
        Assert.Equal("c2", await rig.IdsAsync(key: rig.Other));
        Assert.Equal("", await rig.IdsAsync("?server=foreign"));
        Assert.Equal("", await rig.IdsAsync("?server=absent"));
        Assert.Equal("c1", await rig.IdsAsync("?grant=grt_1&outcome=done"));
        Assert.Equal("c2", await rig.IdsAsync("?grant=grt_1", rig.Other));
        Assert.Equal("c4", await rig.IdsAsync("?outcome=denied"));
        Assert.Equal("c4", await rig.IdsAsync("?rule=/default&tool=create_refund"));
        Assert.Equal("c1 c4", await rig.IdsAsync("?order=oldest&text=refund"));
        Assert.Equal("c4", await rig.IdsAsync("?since=2026-11-23T12:00:01Z&until=2026-11-23T12:00:02Z"));
    }

    [Fact]
    public async Task List_Pages_ShowEveryCallOnceAndTheCursorIsNobodyElses()
    {
        await using var rig = await RecordRig.StartAsync();
        for (var i = 0; i < 7; i++)
        {
            await rig.CallAsync($"c{i}", intent => intent with { ServerId = i % 2 == 0 ? "bank" : "retired" });
            rig.Rig.Time.Advance(TimeSpan.FromMilliseconds(i / 3));
        }

        await rig.CatchUpAsync();
        var first = await rig.GetAsync("?limit=3");
        var cursor = "?limit=3&cursor=" + first["next"];
        var second = await rig.GetAsync(cursor);
        var third = await rig.GetAsync("?limit=3&cursor=" + second["next"]);

        Assert.Equal(
            "c6 c5 c4 c3 c2 c1 c0",
            string.Join(' ', new[] { first, second, third }.SelectMany(page => page.Json.GetProperty("items").EnumerateArray())
                .Select(item => item.GetProperty("call").GetString())));
        Assert.False(third.Json.TryGetProperty("next", out _));
        var foreign = await rig.GetAsync(cursor, rig.Other);
        Assert.Equal((400, "cursor-invalid"), (foreign.Status, foreign.Code));
    }

    [Theory]
    [InlineData("?outcome=maybe")]
    [InlineData("?outcom=denied")]
    [InlineData("?since=yesterday")]
    [InlineData("?since=2026-11-23")]
    [InlineData("?server=a&server=b")]
    [InlineData("?tool=")]
    [InlineData("?limit=0")]
    [InlineData("/totals?since=2026-11-24T00:00:00Z")]
    [InlineData("/totals?since=2020-01-01T00:00:00Z")]
    [InlineData("/totals?step=minute&since=2026-11-22T00:00:00Z")]
    [InlineData("/tools?since=2026-01-01T00:00:00Z")]
    [InlineData("/export?format=xml")]
    [InlineData("/stream?limitt=1")]
    public async Task Query_ThatIsNotUnderstood_IsRefused(string rest)
    {
        await using var rig = await RecordRig.StartAsync();

        var reply = await rig.GetAsync(rest);

        Assert.Equal((400, "query-invalid"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Get_OneCall_TellsWhatExplainsIt()
    {
        await using var rig = await RecordRig.StartAsync();
        await rig.CallAsync("c1", intent => intent with { Outcome = RecordedOutcome.Pending, ApprovalId = "a1", Rule = "/ask" });
        await rig.Rig.Ledger.Ledger.Recorder!.SettledAsync("a1", "approved", "grt_1", "ann@example.com");
        await rig.CallAsync(
            "c1",
            intent => intent with { ApprovalId = "a1", Rule = "/ask", Reserved = [new Reserved("aa", "day", rig.Rig.Time.GetUtcNow(), 12.5m)] },
            RecordRig.Done());
        await rig.CatchUpAsync();

        var record = await rig.GetAsync("/c1");

        Assert.Equal(
            ("allowed", "done", "/ask", "d1", "p1", "3"),
            (record["decision"], record["outcome"], record["rule"], record["definition"], record["policy"], record["milliseconds"]));
        Assert.Equal("""[["amount","number",2],["to","string",8]]""", record["arguments"]);
        var limit = record.Json.GetProperty("limits")[0];
        Assert.Equal(("aa", "day", 12.5m), (limit.GetProperty("counter").GetString(), limit.GetProperty("window").GetString(), limit.GetProperty("amount").GetDecimal()));
        var settlement = record.Json.GetProperty("settlements")[0];
        Assert.Equal(("approved", "ann@example.com"), (settlement.GetProperty("state").GetString(), settlement.GetProperty("who").GetString()));
        Assert.DoesNotContain("CANARY", record.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_CallOfAnother_ReadsAsAbsent()
    {
        await using var rig = await RecordRig.StartAsync();
        await rig.CallAsync("theirs", intent => intent with { ServerId = "foreign" });
        await rig.CatchUpAsync();

        var foreign = await rig.GetAsync("/theirs");
        var absent = await rig.GetAsync("/nobody");

        Assert.Equal((404, "not-found"), (foreign.Status, foreign.Code));
        Assert.Equal(absent.Text, foreign.Text.Replace("theirs", "nobody", StringComparison.Ordinal));
        Assert.Equal(200, (await rig.GetAsync("/theirs", rig.Other)).Status);
    }

    [Fact]
    public async Task Totals_OverTime_CountTheOwnCallsAlone()
    {
        await using var rig = await RecordRig.StartAsync();
        await rig.CallAsync("c1", outcome: RecordRig.Done());
        await rig.CallAsync("c2", intent => intent with { ServerId = "foreign" });
        rig.Rig.Time.Advance(TimeSpan.FromMinutes(2));
        await rig.CallAsync("c3", intent => intent with { Outcome = RecordedOutcome.Denied });
        rig.Rig.Time.Advance(TimeSpan.FromMinutes(1));
        await rig.CatchUpAsync();

        var minutes = await rig.GetAsync("/totals?since=2026-11-23T11:30:00Z");
        var foreign = await rig.GetAsync("/totals?since=2026-11-23T11:30:00Z&server=foreign");
        var day = await rig.GetAsync("/totals?step=day&tool=create_refund&server=bank");

        Assert.Equal("minute", minutes["step"]);
        Assert.Equal(
            ["2026-11-23T12:00:00+00:00 1 0 1", "2026-11-23T12:02:00+00:00 0 1 0"],
            Spans(minutes));
        Assert.Empty(Spans(foreign));
        Assert.Equal(["2026-11-23T00:00:00+00:00 1 1 1"], Spans(day));

        static IEnumerable<string> Spans(Reply reply) => reply.Json.GetProperty("spans").EnumerateArray().Select(span =>
        {
            var counts = span.GetProperty("counts");
            return $"{span.GetProperty("start").GetString()} {counts.GetProperty("allowed")} {counts.GetProperty("denied")} {counts.GetProperty("done")}";
        });
    }

    [Fact]
    public async Task Tools_Used_HaveCountsAndPercentiles()
    {
        await using var rig = await RecordRig.StartAsync();
        for (var i = 1; i <= 100; i++)
        {
            await rig.CallAsync($"c{i}", outcome: RecordRig.Done(i));
        }

        await rig.CallAsync("hidden", intent => intent with { Outcome = RecordedOutcome.Denied, DefinitionHash = "", Target = "=hostile" });
        rig.Rig.Time.Advance(TimeSpan.FromMinutes(1));
        await rig.CatchUpAsync();

        var tools = (await rig.GetAsync("/tools")).Json.GetProperty("tools");
        var foreign = (await rig.GetAsync("/tools", rig.Other)).Json.GetProperty("tools");

        Assert.Equal(0, foreign.GetArrayLength());
        Assert.Equal(["", "create_refund"], tools.EnumerateArray().Select(tool => tool.GetProperty("tool").GetString()));
        Assert.False(tools[0].TryGetProperty("latency", out _));
        Assert.Equal(100, tools[1].GetProperty("counts").GetProperty("done").GetInt64());
        Assert.InRange(tools[1].GetProperty("latency").GetProperty("p50").GetDouble(), 48, 52);
        Assert.InRange(tools[1].GetProperty("latency").GetProperty("p99").GetDouble(), 96, 102);
    }
}
