using System.Text;
using Gatehouse.Api.People;
using Gatehouse.Control.Records;
using Gatehouse.Gateway.Recording.Arguments;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gatehouse.Control.Tests.Records;

/// <summary>Values of arguments by the API: read with a right of its own, gone with their time and their record.</summary>
public class StoredArgumentsTests
{
    private const string Json = """{"amount":12.50,"to":"CANARY-VALUE","api_key":"CANARY-SECRET"}""";

    [Fact]
    public async Task Read_WhatIsStored_TellsItAndWhatWasRedacted_AndIsAudited()
    {
        await using var rig = await StartAsync();
        await CallAsync(rig, "c1");

        var reply = await rig.GetAsync("/c1/arguments");

        Assert.Equal((200, "stored", $"{Json.Length}"), (reply.Status, reply["state"], reply["bytes"]));
        Assert.Equal(
            """{"amount":12.50,"to":"CANARY-VALUE","api_key":"[redacted: string, 9-32 characters]"}""", reply.Json.GetProperty("arguments").GetRawText());
        Assert.Equal("""[{"path":"args.api_key","type":"string","length":"9-32"}]""", reply["redacted"]);
        var audit = (await AuditAsync(rig)).First(one => one.What == "record.arguments_read");
        Assert.Equal(("c1", """{"calls":1,"redacted":1}"""), (audit.Subject, audit.After));
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.Approver)]
    [InlineData(Role.PolicyManager)]
    public async Task Read_WithoutTheRight_IsRefused(Role role)
    {
        await using var rig = await StartAsync();
        await CallAsync(rig, "c1");

        var reply = await rig.GetAsync("/c1/arguments", await rig.Rig.SeedAsync(role, rig.Own.OrganisationId));

        Assert.Equal((403, "right-missing"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Read_OfAnotherOrganisation_IsAsIfItWereNot()
    {
        await using var rig = await StartAsync();
        await CallAsync(rig, "c1");

        var (foreign, absent) = (await rig.GetAsync("/c1/arguments", rig.Other), await rig.GetAsync("/c9/arguments", rig.Other));

        Assert.Equal((404, foreign.Text.Replace("c1", "c9", StringComparison.Ordinal)), (absent.Status, absent.Text));
        Assert.Equal(404, foreign.Status);
        Assert.DoesNotContain(await AuditAsync(rig, rig.Other), one => one.What == "record.arguments_read");
    }

    [Fact]
    public async Task Read_WhereNoneWere_SaysWhy()
    {
        await using var rig = await StartAsync();
        await rig.CallAsync("off");
        await rig.CallAsync("large", intent => intent with
        {
            Keeping = Keeping(rig), Arguments = Encoding.UTF8.GetBytes($$"""{"x":"{{new string('y', ArgumentKeeping.MostBytes)}}"}"""),
        });
        await rig.CatchUpAsync();
        await Eventually.IsAsync(async () => (await rig.GetAsync("/large/arguments"))["state"] == "too_large");

        Assert.Equal("none", (await rig.GetAsync("/off/arguments"))["state"]);
        Assert.Null((await rig.GetAsync("/off")).Find("arguments_stored"));
        Assert.Equal("True", (await rig.GetAsync("/large"))["arguments_stored"]);
    }

    [Theory]
    [InlineData("DELETE FROM stored_arguments", "missing", null)]
    [InlineData("UPDATE stored_arguments SET owner = 'org_other'", "missing", null)]
    [InlineData("UPDATE stored_arguments SET bytes = bytes + 1", null, "seal-broken")]
    [InlineData("UPDATE stored_arguments SET server_id = 'foreign'", null, "seal-broken")]
    [InlineData("UPDATE stored_arguments SET key_version = 7", null, "seal-broken")]
    public async Task Read_OfAStoreThatSomebodyChanged_IsNeverAnotherValue(string statement, string? state, string? code)
    {
        await using var rig = await StartAsync();
        await CallAsync(rig, "c1");
        await rig.Rig.RunOnArgumentsAsync(statement);

        var reply = await rig.GetAsync("/c1/arguments");

        Assert.Equal((state is null ? 409 : 200, state, code), (reply.Status, reply.Find("state"), state is null ? reply.Code : null));
        Assert.DoesNotContain("CANARY", reply.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Values_AreNowhereButInTheOneAnswer()
    {
        await using var rig = await StartAsync();
        await CallAsync(rig, "c1");
        Assert.Contains("CANARY-VALUE", (await rig.GetAsync("/c1/arguments")).Text, StringComparison.Ordinal);

        foreach (var path in new[] { "", "/c1", "/export?format=csv", "/export?format=jsonl", "/tools", "/totals" })
        {
            var reply = await rig.GetAsync(path);
            Assert.Equal(200, reply.Status);
            Assert.DoesNotContain("CANARY", reply.Text, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("CANARY", (await rig.Rig.SendAsync("GET", "/api/v1/audit?limit=200", token: rig.Own.Token)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(rig.Rig.Logs.All, static line => line.Contains("CANARY", StringComparison.Ordinal));
        foreach (var (name, text) in rig.Rig.AtRest())
        {
            Assert.False(text.Contains("CANARY", StringComparison.Ordinal), name);
        }
    }

    [Fact]
    public async Task Prune_TakesThemWithTheirTime_TheirRecord_AndAShorterSetting()
    {
        await using var rig = await StartAsync(callsKept: TimeSpan.FromDays(20));
        await CallAsync(rig, "short", days: 2);
        await CallAsync(rig, "long", days: 300);
        await CallAsync(rig, "elsewhere", days: 300, server: "retired");
        rig.Rig.Time.Leap(TimeSpan.FromDays(3));
        await LeavesAsync(rig, "elsewhere", "long");

        var set = await rig.Rig.SendAsync(
            "PATCH", "/api/v1/servers/bank", """{"store_arguments":{"keep_days":2}}""", rig.Own.Token, ("If-Match", "*"));
        Assert.True(set.Status == 200, set.Text);
        rig.Rig.Time.Leap(TimeSpan.FromDays(2));
        await LeavesAsync(rig, "elsewhere");

        rig.Rig.Time.Leap(TimeSpan.FromDays(20));
        await LeavesAsync(rig);
    }

    [Fact]
    public async Task Prune_TheStoreIsAway_IsDoneOnceItIsBack()
    {
        await using var rig = await StartAsync();
        await CallAsync(rig, "short", days: 2);
        await rig.Rig.RunOnArgumentsAsync("ALTER TABLE stored_arguments RENAME TO away");
        rig.Rig.Time.Leap(TimeSpan.FromDays(3));
        await LookAsync(rig);
        await rig.Rig.RunOnArgumentsAsync("ALTER TABLE away RENAME TO stored_arguments");

        // The same day: what could not be pruned is not left lying until the next one.
        await Eventually.IsAsync(async () =>
        {
            await LookAsync(rig);
            return (await StoredAsync(rig)).Length == 0;
        });
    }

    [Fact]
    public async Task Forget_ByAnAdmin_TakesTheServersAtOnce_AndIsAudited()
    {
        await using var rig = await StartAsync();
        await CallAsync(rig, "c1");
        var viewer = await rig.Rig.SeedAsync(Role.Viewer, rig.Own.OrganisationId);
        const string Path = "/api/v1/servers/bank/arguments";

        Assert.Equal(403, (await rig.Rig.SendAsync("DELETE", Path, token: viewer.Token)).Status);
        Assert.Equal(404, (await rig.Rig.SendAsync("DELETE", Path, token: rig.Other.Token)).Status);
        Assert.Equal("stored", (await rig.GetAsync("/c1/arguments"))["state"]);
        Assert.Equal(204, (await rig.Rig.SendAsync("DELETE", Path, token: rig.Own.Token)).Status);

        Assert.Equal("missing", (await rig.GetAsync("/c1/arguments"))["state"]);
        Assert.Contains(await AuditAsync(rig), one => one is { What: "server.arguments_forgotten", Subject: "bank" });
    }

    private static async Task<RecordRig> StartAsync(TimeSpan? callsKept = null) => await RecordRig.StartAsync(
        Role.Admin, callsKept is null ? null : all => all with { Records = all.Records with { CallsKept = callsKept } });

    private static ArgumentKeeping Keeping(RecordRig rig, int days = 30) => new(rig.Own.OrganisationId, days, RedactionRules.Always);

    private static async Task CallAsync(RecordRig rig, string id, int days = 30, string server = "bank")
    {
        await rig.CallAsync(id, intent => intent with
        {
            Keeping = Keeping(rig, days), Arguments = Encoding.UTF8.GetBytes(Json), ServerId = server,
        }, RecordRig.Done());
        await rig.CatchUpAsync();
        await Eventually.IsAsync(async () => (await rig.GetAsync($"/{id}/arguments"))["state"] == "stored");
    }

    // It looks once a day of its clock, which moves on here until it has.
    private static Task LeavesAsync(RecordRig rig, params string[] calls) => Eventually.IsAsync(async () =>
    {
        await LookAsync(rig);
        rig.Rig.Time.Advance(TimeSpan.FromHours(1));
        var left = await StoredAsync(rig);
        return left.SequenceEqual(calls, StringComparer.Ordinal);
    });

    private static Task LookAsync(RecordRig rig) =>
        rig.Rig.Host.Services.GetServices<IHostedService>().OfType<Retention>().Single().LookAsync();

    private static async Task<string[]> StoredAsync(RecordRig rig)
    {
        var (found, fault) = await rig.Rig.Ledger.Ledger.Arguments.FindAsync(
            ["short", "long", "elsewhere"], null, DateTimeOffset.MinValue, TestContext.Current.CancellationToken);
        Assert.Null(fault);
        return [.. found!.Keys.Order(StringComparer.Ordinal)];
    }

    private static async Task<IEnumerable<(string What, string Subject, string? After)>> AuditAsync(RecordRig rig, SeededKey? key = null) =>
        (await rig.Rig.SendAsync("GET", "/api/v1/audit?limit=200", token: (key ?? rig.Own).Token)).Json.GetProperty("items").EnumerateArray().Select(one => (
            one.GetProperty("what").GetString()!, one.GetProperty("subject_id").GetString()!,
            one.TryGetProperty("after", out var after) ? after.GetString() : null));
}

/// <summary>The same in PostgreSQL.</summary>
public sealed class PostgresStoredArgumentsTests : StoredArgumentsTests;
