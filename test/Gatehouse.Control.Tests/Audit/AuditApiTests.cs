using Gatehouse.Api.Audit;
using Gatehouse.Api.People;
using Gatehouse.Control.Audit;
using Gatehouse.Control.Storage;
using Gatehouse.Control.Tests.Records;
using Gatehouse.Ledger.Journal;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Audit;

public class AuditApiTests
{
    private const string Path = "/api/v1/audit";
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task List_Changes_AreTheOwnOrganisationsNewestFirst()
    {
        await using var rig = await StartAsync(3);
        await rig.Rig.SendAsync("PUT", "/api/v1/organisation/freeze", "{}", rig.Other.Token);

        var first = await GetAsync(rig, "?limit=2");
        var rest = await GetAsync(rig, "?limit=2&cursor=" + first["next"]);
        var thawed = await GetAsync(rig, "?what=organisation.thawed");
        var one = await GetAsync(rig, "/2");
        var none = await GetAsync(rig, "/99");

        Assert.Equal("3 2 | 1", $"{Sequences(first)} | {Sequences(rest)}");
        Assert.Equal("2", Sequences(thawed));
        Assert.Equal(("organisation.thawed", "127.0.0.1", rig.Own.Id), (one["what"], one["from"], one["actor_id"]));
        Assert.Equal((404, "not-found"), (none.Status, none.Code));
        Assert.Equal(400, (await GetAsync(rig, "?who=me")).Status);
        Assert.Equal(403, (await rig.Rig.SendAsync("GET", Path, token: (await rig.Rig.SeedAsync(Role.PolicyManager)).Token)).Status);
    }

    [Theory]
    [InlineData("UPDATE audit SET actor = 'nobody' WHERE sequence = 2", "edited", 2)]
    [InlineData("UPDATE audit SET after = NULL WHERE sequence = 3", "edited", 3)]
    [InlineData("DELETE FROM audit WHERE sequence = 2", "missing", 2)]
    [InlineData("DELETE FROM audit WHERE sequence < 3", "missing", 2)]
    [InlineData("DELETE FROM audit WHERE sequence = 4", "rolled_back", 3)]
    [InlineData("DELETE FROM audit", "rolled_back", 0)]
    public async Task Verify_RowsThatWereTouched_AreNamed(string tampering, string kind, long sequence)
    {
        await using var rig = await StartAsync(4);
        await SignAsync(rig);
        var before = await GetAsync(rig, "/verify");

        await TamperAsync(rig, tampering);
        var after = await GetAsync(rig, "/verify");

        Assert.Equal(("True", "4"), (before["is_sound"], before["rows"]));
        Assert.Equal("False", after["is_sound"]);
        var flaw = after.Json.GetProperty("flaw");
        Assert.Equal((kind, sequence), (flaw.GetProperty("kind").GetString(), flaw.GetProperty("sequence").GetInt64()));
    }

    [Fact]
    public async Task Verify_ChainThatWasMadeAnewWhole_ContradictsTheCheckpoint()
    {
        await using var rig = await StartAsync(2);
        await SignAsync(rig);
        await rig.Rig.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            var previous = AuditHash.Zeros;
            foreach (var row in await db.Audit.AsNoTracking().Where(row => row.OrganisationId == rig.Own.OrganisationId).OrderBy(row => row.Sequence).ToListAsync(Cancel))
            {
                var (link, hash) = (previous, AuditHash.Of(AuditChain.LineOf(row) with { Actor = "nobody", Previous = previous }));
                await db.Audit.Where(entry => entry.OrganisationId == row.OrganisationId && entry.Sequence == row.Sequence).ExecuteUpdateAsync(
                    set => set.SetProperty(entry => entry.Actor, "nobody").SetProperty(entry => entry.Previous, link).SetProperty(entry => entry.Hash, hash),
                    Cancel);
                previous = hash;
            }

            return 0;
        });

        var verdict = await GetAsync(rig, "/verify");

        Assert.Equal("edited", verdict.Json.GetProperty("flaw").GetProperty("kind").GetString());
        Assert.Equal(2, verdict.Json.GetProperty("flaw").GetProperty("sequence").GetInt64());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Prune_OldChanges_LeavesAChainThatVerifiesEvenWhenKilledBetweenItsSteps(bool isKilled)
    {
        await using var rig = await StartAsync(3);
        var before = rig.Rig.Time.GetUtcNow().AddMinutes(1);
        rig.Rig.Time.Leap(TimeSpan.FromDays(2));
        await ChangeAsync(rig, 2);
        if (isKilled)
        {
            // The checkpoint was signed, and nothing more.
            await rig.Rig.WithAsync(async services =>
            {
                var third = await services.GetRequiredService<ControlDb>().Audit
                    .SingleAsync(row => row.OrganisationId == rig.Own.OrganisationId && row.Sequence == 3, Cancel);
                return services.GetRequiredService<ChainCheckpoints>().TrySign(rig.Own.OrganisationId, 3, third.Hash, before);
            });
            Assert.Equal("True", (await GetAsync(rig, "/verify"))["is_sound"]);
        }

        await rig.Rig.WithAsync(async services =>
        {
            await services.GetRequiredService<AuditKeeper>().PruneAsync(before, Cancel);
            return 0;
        });
        var verdict = await GetAsync(rig, "/verify");
        var list = await GetAsync(rig);
        var pruned = await GetAsync(rig, "/6");
        await ChangeAsync(rig, 1);

        Assert.Equal(("True", "4", "6"), (verdict["is_sound"], verdict["first"], verdict["last"]));
        Assert.Equal("6 5 4", Sequences(list));
        Assert.Equal(("audit.pruned", """{"through":3}""", "server"), (pruned["what"], pruned["after"], pruned["actor_kind"]));
        Assert.Equal("True", (await GetAsync(rig, "/verify"))["is_sound"]);
    }

    [Fact]
    public async Task Prune_EverythingOld_KeepsTheNewestRowSoThatTheChainGoesOn()
    {
        await using var rig = await StartAsync(3);
        await rig.Rig.WithAsync(async services =>
        {
            await services.GetRequiredService<AuditKeeper>().PruneAsync(rig.Rig.Time.GetUtcNow().AddDays(1), Cancel);
            return 0;
        });

        Assert.Equal("4 3", Sequences(await GetAsync(rig)));
        Assert.Equal("True", (await GetAsync(rig, "/verify"))["is_sound"]);
    }

    [Fact]
    public async Task Export_JsonLines_HasRowsThatHashAndTheCheckpoints()
    {
        await using var rig = await StartAsync(2);
        await SignAsync(rig);

        var export = await GetAsync(rig, "/export");
        var csv = await GetAsync(rig, "/export?format=csv");

        var lines = export.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var rows = lines.Where(line => line.StartsWith("{\"organisation_id\"", StringComparison.Ordinal))
            .Select(line => System.Text.Json.JsonSerializer.Deserialize(line, Gatehouse.Api.ApiJson.Default.AuditLine)!).ToList();
        Assert.Equal(["organisation.frozen", "organisation.thawed", "audit.exported"], rows.Select(row => row.What));
        Assert.All(rows, row => Assert.Equal(row.Hash, AuditHash.Of(row)));
        Assert.StartsWith("{\"writer\":\"" + rig.Own.OrganisationId, Assert.Single(lines.Skip(3)), StringComparison.Ordinal);
        Assert.StartsWith("sequence,at,actor_kind,", csv.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_Changes_AreToldAsTheyAreMade()
    {
        await using var rig = await StartAsync(1);
        using var live = await LiveReader.OpenAsync(rig, "/stream", root: Path);

        await ChangeAsync(rig, 1, from: 1);
        var text = await live.UntilAsync("organisation.thawed");

        Assert.DoesNotContain("organisation.frozen", text, StringComparison.Ordinal);
    }

    private static async Task<RecordRig> StartAsync(int changes)
    {
        var rig = await RecordRig.StartAsync(Role.Admin);
        await ChangeAsync(rig, changes);
        return rig;
    }

    private static async Task ChangeAsync(RecordRig rig, int changes, int from = 0)
    {
        for (var i = from; i < from + changes; i++)
        {
            var reply = i % 2 == 0
                ? await rig.Rig.SendAsync("PUT", "/api/v1/organisation/freeze", "{}", rig.Own.Token)
                : await rig.Rig.SendAsync("DELETE", "/api/v1/organisation/freeze", token: rig.Own.Token);
            Assert.Equal(200, reply.Status);
        }
    }

    private static Task<int> SignAsync(RecordRig rig) =>
        rig.Rig.WithAsync(services => services.GetRequiredService<AuditKeeper>().SignAsync(Cancel));

    private static Task<int> TamperAsync(RecordRig rig, string statement) => rig.Rig.WithAsync(services =>
        services.GetRequiredService<ControlDb>().Database.ExecuteSqlRawAsync(statement, Cancel));

    private static Task<Reply> GetAsync(RecordRig rig, string rest = "") => rig.Rig.SendAsync("GET", Path + rest, token: rig.Own.Token);

    private static string Sequences(Reply reply) =>
        string.Join(' ', reply.Json.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("sequence").GetInt64()));
}
