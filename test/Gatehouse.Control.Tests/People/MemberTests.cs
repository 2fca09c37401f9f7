using Gatehouse.Api.People;

namespace Gatehouse.Control.Tests.People;

public class MemberTests
{
    [Fact]
    public async Task LastAdmin_CanNeitherBeMadeLessNorRemoved()
    {
        await using var town = await Town.BuildAsync();
        var me = (await town.AdminAsync("GET", "/session"))["id"];

        Assert.Equal((409, "last-admin"), Both(await town.AdminAsync("PATCH", $"/members/{me}", new { role = "viewer" }, "\"1\"")));
        Assert.Equal((409, "last-admin"), Both(await town.AdminAsync("POST", $"/members/{me}/removal", new { grants = "revoke" })));
    }

    [Fact]
    public async Task Role_Changed_HoldsForTheNextRequestOfAnOpenSession()
    {
        await using var town = await Town.BuildAsync();
        var (id, cookie) = await town.JoinAsync("vera@example.com", Role.Viewer);
        Assert.Equal((403, "right-missing"), Both(await town.AsAsync(cookie, "GET", "/members")));

        var changed = await town.AdminAsync("PATCH", $"/members/{id}", new { role = "admin" }, "\"1\"");

        Assert.Equal((200, "\"2\""), (changed.Status, changed.Headers["ETag"]));
        Assert.Equal(200, (await town.AsAsync(cookie, "GET", "/members")).Status);
        Assert.Equal((412, "match-stale"), Both(await town.AdminAsync("PATCH", $"/members/{id}", new { role = "viewer" }, "\"1\"")));
    }

    [Fact]
    public async Task Member_Removed_LosesSessionsKeysAndInvitations()
    {
        await using var town = await Town.BuildAsync();
        var (id, cookie) = await town.JoinAsync("bob@example.com", Role.Admin);
        var key = await town.AsAsync(cookie, "POST", "/api-keys", new { label = "ci", role = "viewer", expires = "2026-12-24T00:00:00Z" });
        var invited = await town.AsAsync(cookie, "POST", "/invitations", new { email = "eve@example.com", role = "admin" });
        Assert.Equal(200, (await town.Rig.SendAsync("GET", "/api/v1/session", token: key["token"])).Status);

        var removed = await town.AdminAsync("POST", $"/members/{id}/removal", new { grants = "revoke" });

        Assert.Equal(204, removed.Status);
        Assert.Equal(401, (await town.AsAsync(cookie, "GET", "/session")).Status);
        Assert.Equal(401, (await town.Rig.SendAsync("GET", "/api/v1/session", token: key["token"])).Status);
        Assert.Equal((410, "link-invalid"), Both(await AcceptAsync(town, invited["link"]!)));
    }

    [Fact]
    public async Task Member_Removed_LosesWhatTheirKeysMade_AndHasItNotBackWhenAskedInAgain()
    {
        await using var town = await Town.BuildAsync();
        var (id, cookie) = await town.JoinAsync("bob@example.com", Role.Admin);
        var body = new { label = "ci", role = "admin", expires = "2026-12-24T00:00:00Z" };
        var key = await town.AsAsync(cookie, "POST", "/api-keys", body);
        var second = await town.Rig.SendAsync("POST", "/api/v1/api-keys", Town.Json(body), key["token"]);
        var invited = await town.Rig.SendAsync(
            "POST", "/api/v1/invitations", Town.Json(new { email = "eve@example.com", role = "admin" }), second["token"]);

        Assert.Equal(204, (await town.AdminAsync("POST", $"/members/{id}/removal", new { grants = "revoke" })).Status);

        Assert.Equal((410, "link-invalid"), Both(await AcceptAsync(town, invited["link"]!)));
        Assert.Equal(401, (await town.Rig.SendAsync("GET", "/api/v1/session", token: second["token"])).Status);
        await town.JoinAsync("bob@example.com", Role.Admin);
        Assert.Equal(401, (await town.Rig.SendAsync("GET", "/api/v1/session", token: second["token"])).Status);
    }

    [Theory]
    [InlineData("viewer", "viewer")]
    [InlineData("approver", "approver")]
    public async Task Member_MadeLess_TheirKeysMayNoMoreThanThey(string role, string left)
    {
        await using var town = await Town.BuildAsync();
        var (id, cookie) = await town.JoinAsync("bob@example.com", Role.Admin);
        var body = new { label = "ci", role = "admin", expires = "2026-12-24T00:00:00Z" };
        var key = await town.AsAsync(cookie, "POST", "/api-keys", body);
        var second = await town.Rig.SendAsync("POST", "/api/v1/api-keys", Town.Json(body), key["token"]);
        Assert.Equal(200, (await town.Rig.SendAsync("GET", "/api/v1/members", token: second["token"])).Status);

        Assert.Equal(200, (await town.AdminAsync("PATCH", $"/members/{id}", new { role }, "\"1\"")).Status);

        foreach (var token in new[] { key["token"], second["token"] })
        {
            Assert.Equal((403, "right-missing"), Both(await town.Rig.SendAsync("GET", "/api/v1/members", token: token)));
            Assert.Equal(left, (await town.Rig.SendAsync("GET", "/api/v1/session", token: token))["role"]);
        }
    }

    [Fact]
    public async Task Member_Removed_IsAuditedWithWhatEndedWithThem()
    {
        await using var town = await Town.BuildAsync();
        var (id, cookie) = await town.JoinAsync("bob@example.com", Role.Admin);
        await Town.SignInAsync(town.Rig, "bob@example.com");
        var keys = new List<string?>();
        for (var i = 0; i < 2; i++)
        {
            var key = await town.AsAsync(cookie, "POST", "/api-keys", new { label = $"ci{i}", role = "viewer", expires = "2026-12-24T00:00:00Z" });
            keys.Add(key.Json.GetProperty("api_key").GetProperty("id").GetString());
        }

        await town.AsAsync(cookie, "POST", "/invitations", new { email = "eve@example.com", role = "viewer" });
        await town.AdminAsync("POST", $"/members/{id}/password-link");
        Assert.Equal(204, (await town.AdminAsync("POST", $"/members/{id}/removal", new { grants = "revoke" })).Status);

        var rows = (await town.AdminAsync("GET", "/audit?limit=200")).Json.GetProperty("items").EnumerateArray().ToList();
        var removed = Assert.Single(rows, row => row.GetProperty("what").GetString() == "member.removed");
        Assert.Equal("""{"sessions":2,"api_keys":2,"invitations":1,"password_links":1}""", removed.GetProperty("after").GetString());
        var revoked = rows.Where(row => row.GetProperty("what").GetString() == "api_key.revoked").ToList();
        Assert.Equal(keys.Order(StringComparer.Ordinal), revoked.Select(row => row.GetProperty("subject_id").GetString()).Order(StringComparer.Ordinal));
        Assert.All(revoked, row => Assert.Equal("ada@example.com", row.GetProperty("actor").GetString()));
        Assert.All(revoked, row => Assert.Contains("\"revoked\":", row.GetProperty("after").GetString(), StringComparison.Ordinal));
        Assert.Equal("True", (await town.AdminAsync("GET", "/audit/verify"))["is_sound"]);
    }

    [Theory]
    [InlineData("""{"grants":"hand_over"}""")]
    [InlineData("""{"grants":"hand_over","to":"per_nobody"}""")]
    [InlineData("""{"grants":"revoke","to":"per_nobody"}""")]
    public async Task Removal_ThatLeavesTheGrantsOpen_IsRefused(string body)
    {
        await using var town = await Town.BuildAsync();
        var (id, _) = await town.JoinAsync("vera@example.com", Role.Viewer);

        Assert.Equal((422, "value-invalid"), Both(await town.AdminAsync("POST", $"/members/{id}/removal", body)));
    }

    [Fact]
    public async Task Removal_WithoutAWordAboutTheGrants_IsRefused()
    {
        await using var town = await Town.BuildAsync();
        var (id, _) = await town.JoinAsync("vera@example.com", Role.Viewer);

        Assert.Equal((400, "body-invalid"), Both(await town.AdminAsync("POST", $"/members/{id}/removal", "{}")));
    }

    [Fact]
    public async Task Invitation_IsForOneUse_AndNotForMembers()
    {
        await using var town = await Town.BuildAsync();
        var invited = await town.AdminAsync("POST", "/invitations", new { email = "vera@example.com", role = "viewer" });

        Assert.Equal(204, (await AcceptAsync(town, invited["link"]!)).Status);
        Assert.Equal((410, "link-invalid"), Both(await AcceptAsync(town, invited["link"]!)));
        Assert.Equal((409, "member-exists"), Both(await town.AdminAsync("POST", "/invitations", new { email = "VERA@example.com", role = "admin" })));
    }

    [Fact]
    public async Task Invitation_WithdrawnExpiredOrReplaced_IsGone()
    {
        await using var town = await Town.BuildAsync();
        var first = await town.AdminAsync("POST", "/invitations", new { email = "a@example.com", role = "viewer" });
        var second = await town.AdminAsync("POST", "/invitations", new { email = "A@example.com", role = "viewer" });
        Assert.Equal(410, (await AcceptAsync(town, first["link"]!)).Status);

        var id = second.Json.GetProperty("invitation").GetProperty("id").GetString();
        Assert.Equal(204, (await town.AdminAsync("DELETE", "/invitations/" + id)).Status);
        Assert.Equal(410, (await AcceptAsync(town, second["link"]!)).Status);

        var third = await town.AdminAsync("POST", "/invitations", new { email = "a@example.com", role = "viewer" });
        town.Rig.Time.Leap(TimeSpan.FromDays(7));
        Assert.Equal(410, (await AcceptAsync(town, third["link"]!)).Status);
    }

    [Fact]
    public async Task Invitation_OfAnAdminWhoIsNoneAnyMore_IsGone()
    {
        await using var town = await Town.BuildAsync();
        var (id, cookie) = await town.JoinAsync("bob@example.com", Role.Admin);
        var invited = await town.AsAsync(cookie, "POST", "/invitations", new { email = "eve@example.com", role = "admin" });
        await town.AdminAsync("PATCH", $"/members/{id}", new { role = "viewer" }, "\"1\"");

        Assert.Equal((410, "link-invalid"), Both(await AcceptAsync(town, invited["link"]!)));
    }

    [Fact]
    public async Task PasswordLink_OfAnAdmin_SetsAPasswordOnceAndEndsSessions()
    {
        await using var town = await Town.BuildAsync();
        var (id, cookie) = await town.JoinAsync("vera@example.com", Role.Viewer);
        var link = (await town.AdminAsync("POST", $"/members/{id}/password-link"))["link"]!;
        var body = Town.Json(new { token = Town.TokenOf(link), password = "another good password" });

        Assert.Equal(204, (await town.Rig.SendAsync("POST", "/api/v1/password", body)).Status);
        Assert.Equal((410, "link-invalid"), Both(await town.Rig.SendAsync("POST", "/api/v1/password", body)));
        Assert.Equal(401, (await town.AsAsync(cookie, "GET", "/session")).Status);
        await Town.SignInAsync(town.Rig, "vera@example.com", "another good password");
    }

    [Fact]
    public async Task Lists_InParts_GiveEachItemOnceAndTakeNoForeignCursor()
    {
        await using var town = await Town.BuildAsync();
        for (var i = 0; i < 5; i++)
        {
            await town.AdminAsync("POST", "/invitations", new { email = $"p{i}@example.com", role = "viewer" });
        }

        var (seen, cursor) = (new List<string?>(), (string?)"");
        while (cursor is not null)
        {
            var part = await town.AdminAsync("GET", "/invitations?limit=2" + (cursor.Length > 0 ? "&cursor=" + cursor : ""));
            seen.AddRange(part.Json.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("email").GetString()));
            cursor = part.Json.TryGetProperty("next", out var next) ? next.GetString() : null;
            if (cursor is not null)
            {
                Assert.Equal((400, "cursor-invalid"), Both(await town.AdminAsync("GET", "/members?cursor=" + cursor)));
            }
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(i => $"p{i}@example.com"), seen.Order(StringComparer.Ordinal));
        Assert.Equal((400, "query-invalid"), Both(await town.AdminAsync("GET", "/invitations?limit=201")));
    }

    private static (int, string?) Both(Reply reply) => (reply.Status, reply.Code);

    private static Task<Reply> AcceptAsync(Town town, string link) => town.Rig.SendAsync(
        "POST", "/api/v1/invitations/accept", Town.Json(new { token = Town.TokenOf(link), password = Town.Password }));
}
