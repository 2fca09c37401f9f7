using Gatehouse.Api.People;

namespace Gatehouse.Control.Tests.Approvals;

public class ApprovalApiTests
{
    [Fact]
    public async Task Approve_ByAnotherPerson_LetsTheCallThroughOnce()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var bob = await world.MemberAsync("bob", Role.Approver);
        var id = await world.ParkAsync("""{"amount":10.0}""");

        var listed = await world.GetAsync("", bob.Token);
        var shown = await world.GetAsync("/" + id, bob.Token);
        Assert.Equal(id, listed.Json.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.Contains("\"amount\": 10.0", shown.Json.GetProperty("arguments").GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("ann@example.com", shown.Json.GetProperty("grant").GetProperty("owner").GetString());
        Assert.Equal("/tools/test_simple_text/require_approval/always", shown.Json.GetProperty("rules")[0].GetString());
        Assert.Equal("read", shown["category"]);
        Assert.Equal("low", shown["risk"]);

        var approved = await world.ApproveAsync(id, bob.Token);
        Assert.Equal((200, "approved"), (approved.Status, approved["state"]));
        Assert.Equal("bob@example.com", approved.Json.GetProperty("history")[1].GetProperty("by").GetString());

        // Another call is another call; the same one runs once, and then asks anew.
        Assert.Contains("[APPROVAL REQUIRED]", await world.CallAsync("""{"amount":10}"""), StringComparison.Ordinal);
        Assert.Contains(ApprovalWorld.Ran, await world.CallAsync("""{"amount":10.0}"""), StringComparison.Ordinal);
        Assert.Contains("has just run", await world.CallAsync("""{"amount":10.0}"""), StringComparison.Ordinal);
        Assert.Equal("done", await world.StateAsync(id, bob.Token));
        Assert.Equal(["approval.approved"], await world.AuditAsync());
        Assert.Contains(Directory.EnumerateFiles(world.Rig.Control.Folder, "*.jsonl", SearchOption.AllDirectories), file =>
            ReadShared(file).Contains(bob.Person, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Approve_Replayed_ReachesTheServerOnce()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var bob = await world.MemberAsync("bob", Role.Approver);
        await world.ApproveAsync(await world.ParkAsync(), bob.Token);

        var answers = await Task.WhenAll(Enumerable.Range(0, 25).Select(_ => world.CallAsync()));

        Assert.Single(answers, text => text.Contains(ApprovalWorld.Ran, StringComparison.Ordinal));
        Assert.Equal(24, answers.Count(text => text.Contains("[APPROVAL REQUIRED]", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Get_OfAnyAddress_SettlesNothing()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var bob = await world.MemberAsync("bob", Role.Approver);
        var id = await world.ParkAsync();

        Assert.Equal(405, (await world.GetAsync($"/{id}/approve", bob.Token)).Status);
        Assert.Equal(405, (await world.GetAsync($"/{id}/refuse", bob.Token)).Status);
        Assert.Equal(401, (await world.Rig.Control.SendAsync("POST", $"/api/v1/approvals/{id}/approve", "{}")).Status);
        await world.GetAsync("/" + id, bob.Token);

        Assert.Equal("open", await world.StateAsync(id, bob.Token));
        Assert.Equal(22, id.Length);
    }

    [Fact]
    public async Task Refuse_WithAComment_DeniesTheSameCall()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var bob = await world.MemberAsync("bob", Role.Approver);
        var id = await world.ParkAsync();
        var seen = await world.GetAsync("/" + id, bob.Token);

        var refused = await world.PostAsync($"/{id}/refuse", """{"comment":"too early"}""", bob.Token, ("If-Match", seen.Headers["ETag"]));

        Assert.Equal((200, "refused"), (refused.Status, refused["state"]));
        Assert.Equal("too early", refused.Json.GetProperty("history")[1].GetProperty("comment").GetString());
        Assert.Contains("A person refused this call.", await world.CallAsync(), StringComparison.Ordinal);
        Assert.Equal((409, "approval-settled"), Fault(await world.PostAsync($"/{id}/approve", $$"""{"digest":"{{seen["digest"]}}"}""", bob.Token)));
    }

    [Fact]
    public async Task Approve_WithoutWhatWasShown_IsRefused()
    {
        await using var world = await ApprovalWorld.StartAsync(""","approvers":2""");
        var (bob, eve) = (await world.MemberAsync("bob", Role.Approver), await world.MemberAsync("eve", Role.Approver));
        var id = await world.ParkAsync();
        var seen = await world.GetAsync("/" + id, eve.Token);

        Assert.Equal((428, "match-missing"), Fault(await world.PostAsync($"/{id}/approve", "{}", bob.Token)));
        Assert.Equal((428, "match-missing"), Fault(await world.PostAsync($"/{id}/approve", "{}", bob.Token, ("If-Match", "*"))));
        Assert.Equal((412, "match-stale"), Fault(await world.PostAsync($"/{id}/approve", """{"digest":"00"}""", bob.Token)));
        Assert.Equal("open", (await world.ApproveAsync(id, bob.Token))["state"]);

        // What eve saw did not have bob's yes.
        var stale = await world.PostAsync($"/{id}/approve", "{}", eve.Token, ("If-Match", seen.Headers["ETag"]));
        Assert.Equal((412, 1), (stale.Status, stale.Json.GetProperty("current").GetProperty("votes").GetInt32()));
        Assert.Equal("approved", (await world.ApproveAsync(id, eve.Token))["state"]);
    }

    [Fact]
    public async Task Approve_LongArguments_NeedsThatTheyWereOpened()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var bob = await world.MemberAsync("bob", Role.Approver);
        var id = await world.ParkAsync($$"""{"note":"{{new string('x', 5_000)}} and the real payload"}""");

        var cut = await world.GetAsync("/" + id, bob.Token);
        Assert.True(cut.Json.GetProperty("arguments").GetProperty("is_cut").GetBoolean());
        Assert.DoesNotContain("real payload", cut.Text, StringComparison.Ordinal);
        Assert.Equal((428, "arguments-unopened"), Fault(await world.PostAsync($"/{id}/approve", $$"""{"digest":"{{cut["digest"]}}"}""", bob.Token)));
        Assert.Equal((412, "match-stale"), Fault(await world.PostAsync($"/{id}/approve", "{}", bob.Token, ("If-Match", cut.Headers["ETag"]))));

        foreach (var guessed in new[] { 0, 1, 2, 100, 101, 102 })
        {
            Assert.Equal((412, "match-stale"), Fault(await world.PostAsync($"/{id}/approve", "{}", bob.Token, ("If-Match", $"\"{guessed}\""))));
        }

        var whole = await world.GetAsync($"/{id}?full=true", bob.Token);
        Assert.Contains("real payload", whole.Text, StringComparison.Ordinal);
        Assert.Equal(200, (await world.PostAsync($"/{id}/approve", "{}", bob.Token, ("If-Match", whole.Headers["ETag"]))).Status);
    }

    [Fact]
    public async Task ApproveAndRefuse_AtOnce_OneWins()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var (bob, eve) = (await world.MemberAsync("bob", Role.Approver), await world.MemberAsync("eve", Role.Approver));
        var id = await world.ParkAsync();
        var digest = $$"""{"digest":"{{(await world.GetAsync("/" + id, bob.Token))["digest"]}}"}""";

        var clicks = await Task.WhenAll(
            world.PostAsync($"/{id}/approve", digest, bob.Token), world.PostAsync($"/{id}/refuse", digest, eve.Token),
            world.PostAsync($"/{id}/approve", digest, eve.Token));

        var winner = Assert.Single(clicks, click => click.Status == 200);
        Assert.All(clicks.Where(click => click != winner), click => Assert.Equal("approval-settled", click.Code));
        Assert.Equal(winner["state"], await world.StateAsync(id, bob.Token));
        Assert.Single(await world.AuditAsync());
    }

    [Fact]
    public async Task Hold_ApprovedByTheApi_AnswersTheWaitingCall()
    {
        await using var world = await ApprovalWorld.StartAsync(""","hold":"1m" """);
        var bob = await world.MemberAsync("bob", Role.Approver);
        var call = world.CallAsync();
        string? id = null;
        while (id is null)
        {
            var items = (await world.GetAsync("", bob.Token)).Json.GetProperty("items");
            id = items.GetArrayLength() > 0 ? items[0].GetProperty("id").GetString() : null;
            await Task.Yield();
        }

        Assert.False(call.IsCompleted);
        await world.ApproveAsync(id, bob.Token);

        Assert.Contains(ApprovalWorld.Ran, await call, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RefuseMany_TellsWhatStays()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var bob = await world.MemberAsync("bob", Role.Approver);
        var (one, two) = (await world.ParkAsync("""{"n":1}"""), await world.ParkAsync("""{"n":2}"""));

        var reply = await world.PostAsync("/refuse", $$"""{"ids":["{{one}}","{{two}}","nobody"],"comment":"all of them"}""", bob.Token);

        Assert.Equal(200, reply.Status);
        Assert.Equal(2, reply.Json.GetProperty("refused").GetArrayLength());
        Assert.Equal("not-found", reply.Json.GetProperty("not_refused")[0].GetProperty("code").GetString());
        Assert.Equal(["approval.refused", "approval.refused"], await world.AuditAsync());
        Assert.Equal((409, "approval-settled"), Fault(await world.PostAsync("/refuse", $$"""{"ids":["{{one}}"]}""", bob.Token)));
    }

    [Fact]
    public async Task Cancel_ByTheOwner_TakesBackTheYes()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var (bob, eve) = (await world.MemberAsync("bob", Role.Approver), await world.MemberAsync("eve", Role.Viewer));
        var ann = await world.KeyAsync(world.Rig.Person, Role.Viewer);
        var id = await world.ParkAsync();
        await world.ApproveAsync(id, bob.Token);

        Assert.Equal((403, "right-missing"), Fault(await world.PostAsync($"/{id}/cancel", "{}", eve.Token)));
        Assert.Equal("void", (await world.PostAsync($"/{id}/cancel", """{"comment":"not any more"}""", ann))["state"]);

        Assert.NotEqual(id, await world.ParkAsync());
    }

    [Fact]
    public async Task List_FiltersAndPages_NewestFirst()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var bob = await world.MemberAsync("bob", Role.Approver);
        var ids = new List<string>();
        for (var i = 0; i < 3; i++)
        {
            ids.Add(await world.ParkAsync($$"""{"n":{{i}}}"""));
        }

        var first = await world.GetAsync("?limit=2", bob.Token);
        var rest = await world.GetAsync($"?limit=2&cursor={first["next"]}", bob.Token);
        Assert.Equal(Enumerable.Reverse(ids), Ids(first).Concat(Ids(rest)));
        Assert.Equal((400, "cursor-invalid"), Fault(await world.GetAsync($"?state=all&cursor={first["next"]}", bob.Token)));
        Assert.Equal((400, "query-invalid"), Fault(await world.GetAsync("?state=maybe", bob.Token)));
        Assert.Empty(Ids(await world.GetAsync("?state=refused", bob.Token)));
        Assert.Empty(Ids(await world.GetAsync("?tool=other", bob.Token)));
        Assert.Equal(3, Ids(await world.GetAsync($"?state=all&server={world.World.Server}&grant={world.World.Grant}&tool=test_simple_text", bob.Token)).Count());
    }

    private static IEnumerable<string?> Ids(Reply list) => list.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString());

    private static (int Status, string? Code) Fault(Reply reply) => (reply.Status, reply.Code);

    private static string ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd();
    }
}
