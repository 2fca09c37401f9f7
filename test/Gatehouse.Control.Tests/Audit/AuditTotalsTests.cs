using Gatehouse.Api.Audit;
using Gatehouse.Api.People;
using Gatehouse.Control.Audit;
using Gatehouse.Control.Storage;
using Gatehouse.Control.Tests.Records;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Audit;

/// <summary>Changes counted over time, by what kind of somebody made them.</summary>
public class AuditTotalsTests
{
    private const string Path = "/api/v1/audit/totals";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Totals_OfChanges_AreTheOwnOnesByDayAndByWhoMadeThem()
    {
        await using var rig = await RecordRig.StartAsync(Role.Admin);
        var now = rig.Rig.Time.GetUtcNow();
        await AddAsync(rig, 1, now.AddDays(-40), ActorKind.Person);
        await AddAsync(rig, 2, now.AddDays(-3), ActorKind.Person, ActorKind.Person, ActorKind.Server, ActorKind.Link);
        await AddAsync(rig, 6, now.AddHours(-1), ActorKind.ApiKey);
        await rig.Rig.SendAsync("PUT", "/api/v1/organisation/freeze", "{}", rig.Other.Token);

        var month = await GetAsync(rig);
        var day = await GetAsync(rig, "?since=" + Rfc(now.AddDays(-1)));
        var server = await GetAsync(rig, "?actor=server");

        Assert.Equal(("day", "False"), (month["step"], month["is_part"]));
        Assert.Equal($"{now.AddDays(-3):yyyy-MM-dd} 2 0 1 1|{now.AddHours(-1):yyyy-MM-dd} 0 1 0 0", Spans(month));
        Assert.Equal(("hour", $"{now.AddHours(-1):yyyy-MM-dd} 0 1 0 0"), (day["step"], Spans(day)));
        Assert.Equal($"{now.AddDays(-3):yyyy-MM-dd} 0 0 1 0", Spans(server));
    }

    [Theory]
    [InlineData("?since=2020-01-01T00:00:00Z")]
    [InlineData("?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z")]
    [InlineData("?until=0001-01-01T00:00:00Z")]
    [InlineData("?who=me")]
    public async Task Totals_OfATimeThatCannotBeCounted_AreRefused(string query)
    {
        await using var rig = await RecordRig.StartAsync(Role.Admin);

        var reply = await GetAsync(rig, query);

        Assert.Equal((400, "query-invalid"), (reply.Status, reply.Code));
        Assert.Equal(403, (await rig.Rig.SendAsync("GET", Path, token: (await rig.Rig.SeedAsync(Role.PolicyManager)).Token)).Status);
    }

    [Fact]
    public async Task Totals_OfMoreChangesThanAreLookedAt_CountTheNewestAndSaySo()
    {
        await using var rig = await RecordRig.StartAsync(Role.Admin);
        var now = rig.Rig.Time.GetUtcNow();
        await AddAsync(rig, 1, now.AddHours(-2), [.. Enumerable.Repeat(ActorKind.Server, 100)]);
        await AddAsync(rig, 101, now.AddHours(-1), [.. Enumerable.Repeat(ActorKind.Person, 5_000)]);

        var all = await GetAsync(rig);
        var last = await GetAsync(rig, "?since=" + Rfc(now.AddMinutes(-90)));

        Assert.Equal(("True", "5000"), (all["is_part"], Spans(all).Split(' ')[1]));
        Assert.Equal(("False", "5000"), (last["is_part"], Spans(last).Split(' ')[1]));
    }

    // Only times and kinds are counted: the chain of these rows is none.
    private static Task<int> AddAsync(RecordRig rig, long first, DateTimeOffset at, params ActorKind[] kinds) => rig.Rig.WithAsync(async services =>
    {
        var db = services.GetRequiredService<ControlDb>();
        db.Audit.AddRange(kinds.Select((kind, i) => new AuditEntry
        {
            OrganisationId = rig.Own.OrganisationId, Sequence = first + i, At = at, ActorKind = kind, ActorId = "",
            Actor = kind == ActorKind.Server ? "server" : "x",
            What = "server.changed", SubjectKind = "server", SubjectId = "bank", From = "127.0.0.1", Previous = AuditHash.Zeros, Hash = AuditHash.Zeros,
        }));
        return await db.SaveChangesAsync(Cancel);
    });

    private static Task<Reply> GetAsync(RecordRig rig, string query = "") => rig.Rig.SendAsync("GET", Path + query, token: rig.Own.Token);

    private static string Rfc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture);

    private static string Spans(Reply reply) => string.Join('|', reply.Json.GetProperty("spans").EnumerateArray().Select(span =>
    {
        var counts = span.GetProperty("counts");
        string[] kinds = ["person", "api_key", "server", "link"];
        return $"{span.GetProperty("start").GetString()![..10]} {string.Join(' ', kinds.Select(kind => counts.GetProperty(kind).GetInt64()))}";
    }));
}
