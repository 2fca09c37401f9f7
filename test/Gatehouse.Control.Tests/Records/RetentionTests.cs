using System.Text;
using Gatehouse.Api.People;
using Gatehouse.Control.Records;
using Gatehouse.Gateway.Recording;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gatehouse.Control.Tests.Records;

/// <summary>The job that lets go of what is kept no longer, over a real database and a real journal.</summary>
public class RetentionTests
{
    private static readonly TimeSpan _day = TimeSpan.FromDays(1);

    [Fact]
    public async Task Look_ADayLater_ForgetsOldCallsAndChanges_AndTheAuditStaysSound()
    {
        await using var rig = await ControlRig.StartAsync(
            control: all => all with { Records = all.Records with { CallsKept = _day, AuditKept = _day } });
        var key = await BeginAsync(rig);
        rig.Time.Advance(2 * _day);
        await CallAsync(rig, "new");

        await Eventually.IsAsync(async () =>
        {
            await LookAsync(rig);
            return await CallsAsync(rig, key) == "new";
        });
        await Eventually.IsAsync(async () => (await rig.SendAsync("GET", "/api/v1/audit/1", token: key.Token)).Status == 404);

        Assert.Equal("True", (await rig.SendAsync("GET", "/api/v1/audit/verify", token: key.Token))["is_sound"]);
    }

    [Fact]
    public async Task Look_WithoutATimeToKeep_KeepsEverything()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await BeginAsync(rig);
        rig.Time.Advance(2 * _day);
        await CallAsync(rig, "new");
        await LookAsync(rig);

        Assert.Equal("new old", await CallsAsync(rig, key));
        Assert.Equal(200, (await rig.SendAsync("GET", "/api/v1/audit/1", token: key.Token)).Status);
    }

    private static async Task<SeededKey> BeginAsync(ControlRig rig)
    {
        var key = await rig.SeedAsync(Role.Admin);
        Assert.Equal(201, (await rig.SendAsync("POST", "/api/v1/servers", """{"id":"bank","url":"https://192.0.43.8/mcp"}""", key.Token)).Status);
        Assert.Equal(200, (await rig.SendAsync("PATCH", "/api/v1/servers/bank", """{"name":"Bank"}""", key.Token, ("If-Match", "*"))).Status);
        await CallAsync(rig, "old");
        return key;
    }

    private static Task LookAsync(ControlRig rig) =>
        rig.Host.Services.GetServices<IHostedService>().OfType<Retention>().Single().LookAsync();

    private static async Task CallAsync(ControlRig rig, string id)
    {
        var receipt = await rig.Ledger.Ledger.Recorder!.IntendAsync(
            new CallIntent
            {
                CallId = id, Time = rig.Time.GetUtcNow(), Method = "tools/call", ServerId = "bank", GrantId = "grt_1", Target = "pay",
                DefinitionHash = "d", PolicyHash = "p", Outcome = RecordedOutcome.Allowed, Rule = "", Arguments = Encoding.UTF8.GetBytes("{}"), Reserved = [],
            },
            CancellationToken.None);
        Assert.Null(receipt.Fault);
        Assert.Null(await rig.Ledger.Ledger.Index.CatchUpAsync(CancellationToken.None));
    }

    private static async Task<string> CallsAsync(ControlRig rig, SeededKey key)
    {
        var reply = await rig.SendAsync("GET", "/api/v1/records", token: key.Token);
        return string.Join(' ', reply.Json.GetProperty("items").EnumerateArray().Select(one => one.GetProperty("call").GetString()));
    }
}
