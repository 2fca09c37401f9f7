using System.Globalization;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Recording;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Records;

/// <summary>Grants tell when they were used last, and their calls and denials of the last day.</summary>
public sealed class GrantUseTests
{
    [Fact]
    public async Task Grant_WithCalls_TellsTheLastAndCountsTheDay()
    {
        await using var rig = await RecordRig.StartAsync();
        await SeedAsync(rig, "grt_1", "grt_2");
        await rig.CallAsync("old");
        rig.Rig.Time.Advance(TimeSpan.FromHours(30));
        await rig.CallAsync("a");
        rig.Rig.Time.Advance(TimeSpan.FromMinutes(20));
        await rig.CallAsync("b", call => call with { Outcome = RecordedOutcome.Denied });
        var last = rig.Rig.Time.GetUtcNow();
        await rig.CatchUpAsync();

        var grant = await rig.Rig.SendAsync("GET", "/api/v1/grants/grt_1", token: rig.Own.Token);
        var use = grant.Json.GetProperty("use");
        Assert.Equal((2, 1), (use.GetProperty("calls").GetInt64(), use.GetProperty("denied").GetInt64()));
        Assert.Equal(last, DateTimeOffset.Parse(use.GetProperty("last_used").GetString()!, CultureInfo.InvariantCulture), TimeSpan.FromSeconds(1));

        var list = await rig.Rig.SendAsync("GET", "/api/v1/grants", token: rig.Own.Token);
        Assert.Equal(
            [("grt_1", 2L), ("grt_2", 0L)],
            list.Json.GetProperty("items").EnumerateArray()
                .Select(one => (one.GetProperty("id").GetString()!, one.GetProperty("use").GetProperty("calls").GetInt64())));
        Assert.False(list.Json.GetProperty("items")[1].GetProperty("use").TryGetProperty("last_used", out _));
    }

    private static Task SeedAsync(RecordRig rig, params string[] ids) => rig.Rig.WithAsync(async services =>
    {
        var db = services.GetRequiredService<ControlDb>();
        foreach (var id in ids)
        {
            db.Grants.Add(new Grant
            {
                Id = id, OrganisationId = rig.Own.OrganisationId, ServerId = "bank", Label = id, OwnerId = "per_1", Tags = [], Networks = [],
                Created = rig.Rig.Time.GetUtcNow(), Expires = rig.Rig.Time.GetUtcNow().AddDays(30),
            });
        }

        return await db.SaveChangesAsync();
    });
}
