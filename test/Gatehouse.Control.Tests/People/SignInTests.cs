using Gatehouse.Api.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.People;

public class SignInTests
{
    [Fact]
    public async Task SignIn_WithTheWrongPassword_AnswersAsForAStranger()
    {
        await using var town = await Town.BuildAsync();

        var wrong = await SendAsync(town, Town.AdminEmail, "not the password");
        var stranger = await SendAsync(town, "stranger@example.com", "not the password");

        Assert.Equal((401, "sign-in-failed"), (wrong.Status, wrong.Code));
        Assert.Equal(wrong.Text, stranger.Text);
        Assert.Equal(
            wrong.Headers.Where(header => header.Key != "Date").OrderBy(header => header.Key, StringComparer.Ordinal),
            stranger.Headers.Where(header => header.Key != "Date").OrderBy(header => header.Key, StringComparer.Ordinal));
    }

    [Fact]
    public async Task SignIn_AfterFiveWrongPasswords_IsShutFor15MinutesAndSaysNoMore()
    {
        await using var town = await Town.BuildAsync();
        var wrong = await SendAsync(town, Town.AdminEmail, "not the password");
        for (var i = 0; i < 4; i++)
        {
            await SendAsync(town, Town.AdminEmail, "not the password");
        }

        var shut = await SendAsync(town, Town.AdminEmail, Town.Password);
        town.Rig.Time.Advance(TimeSpan.FromMinutes(15));
        var open = await SendAsync(town, Town.AdminEmail, Town.Password);

        Assert.Equal(wrong.Text, shut.Text);
        Assert.Equal(204, open.Status);
    }

    [Fact]
    public async Task SignIn_WithTheRightPassword_ForgetsTheWrongOnes()
    {
        await using var town = await Town.BuildAsync();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < 4; i++)
            {
                await SendAsync(town, Town.AdminEmail, "not the password");
            }

            Assert.Equal(204, (await SendAsync(town, Town.AdminEmail, Town.Password)).Status);
        }
    }

    [Fact]
    public async Task SignIn_FromOneAddressTooOften_IsSlowedDown()
    {
        await using var town = await Town.BuildAsync();
        var replies = new List<Reply>();
        for (var i = 0; i < 61; i++)
        {
            replies.Add(await town.Rig.SendAsync("GET", "/api/v1/session", token: "ghk_wrong"));
        }

        Assert.Equal((429, "too-many-requests"), (replies[^1].Status, replies[^1].Code));
        Assert.Equal(429, (await SendAsync(town, Town.AdminEmail, "not the password")).Status);
        Assert.Equal(204, (await SendAsync(town, Town.AdminEmail, Town.Password)).Status);
    }

    [Fact]
    public async Task Cookie_OfASession_IsForThisSiteAloneAndForNoScript()
    {
        await using var town = await Town.BuildAsync();

        var reply = await SendAsync(town, Town.AdminEmail, Town.Password);

        Assert.Matches("^gatehouse=ghs_[^;]+; path=/; samesite=strict; httponly$", reply.Headers["Set-Cookie"]);
    }

    [Fact]
    public async Task SignOut_EndsTheSessionAtOnce()
    {
        await using var town = await Town.BuildAsync();

        var reply = await town.AdminAsync("DELETE", "/session");

        Assert.Equal(204, reply.Status);
        Assert.Equal((401, "sign-in-needed"), Both(await town.AdminAsync("GET", "/session")));
    }

    [Fact]
    public async Task Sessions_OfAPerson_AreListedAndCanBeEndedOneByOne()
    {
        await using var town = await Town.BuildAsync();
        var other = await Town.SignInAsync(town.Rig, Town.AdminEmail);
        var list = (await town.AdminAsync("GET", "/sessions")).Json.GetProperty("items").EnumerateArray().ToArray();
        var theirs = list.Single(item => !item.GetProperty("is_this").GetBoolean()).GetProperty("id").GetString();

        Assert.Equal(2, list.Length);
        Assert.Equal(204, (await town.AdminAsync("DELETE", "/sessions/" + theirs)).Status);
        Assert.Equal(401, (await town.AsAsync(other, "GET", "/session")).Status);
        Assert.Equal(200, (await town.AdminAsync("GET", "/session")).Status);
    }

    [Fact]
    public async Task Session_OfSomebodyElse_CannotBeEnded()
    {
        await using var town = await Town.BuildAsync();
        var (_, viewer) = await town.JoinAsync("vera@example.com", Role.Viewer);
        var theirs = (await town.AdminAsync("GET", "/sessions")).Json.GetProperty("items")[0].GetProperty("id").GetString();

        Assert.Equal((404, "not-found"), Both(await town.AsAsync(viewer, "DELETE", "/sessions/" + theirs)));
        Assert.Equal(200, (await town.AdminAsync("GET", "/session")).Status);
    }

    [Fact]
    public async Task Session_Unused_EndsAfter12HoursAndUsedLivesToTheSeventhDay()
    {
        await using var town = await Town.BuildAsync();
        var idle = await Town.SignInAsync(town.Rig, Town.AdminEmail);
        var days = 0.0;
        for (; days + 0.4 < 6.9; days += 0.4)
        {
            town.Rig.Time.Leap(TimeSpan.FromDays(0.4));
            Assert.Equal(200, (await town.AdminAsync("GET", "/session")).Status);
            if (days > 0.2)
            {
                Assert.Equal(401, (await town.AsAsync(idle, "GET", "/session")).Status);
            }
        }

        town.Rig.Time.Leap(TimeSpan.FromDays(7.01 - days));
        Assert.Equal(401, (await town.AdminAsync("GET", "/session")).Status);
    }

    [Fact]
    public async Task Password_Changed_EndsTheOtherSessions()
    {
        await using var town = await Town.BuildAsync();
        var other = await Town.SignInAsync(town.Rig, Town.AdminEmail);

        var wrong = await town.AdminAsync("PUT", "/session/password", new { current = "not it at all", password = "another good password" });
        var changed = await town.AdminAsync("PUT", "/session/password", new { current = Town.Password, password = "another good password" });

        Assert.Equal((403, "password-wrong"), Both(wrong));
        Assert.Equal(204, changed.Status);
        Assert.Equal(200, (await town.AdminAsync("GET", "/session")).Status);
        Assert.Equal(401, (await town.AsAsync(other, "GET", "/session")).Status);
        Assert.Equal(401, (await SendAsync(town, Town.AdminEmail, Town.Password)).Status);
        Assert.Equal(204, (await SendAsync(town, Town.AdminEmail, "another good password")).Status);
    }

    [Fact]
    public async Task Person_WithoutAnOrganisation_IsAsUnknown()
    {
        await using var town = await Town.BuildAsync();
        var (id, _) = await town.JoinAsync("vera@example.com", Role.Viewer);
        await town.AdminAsync("POST", $"/members/{id}/removal", new { grants = "revoke" });

        var reply = await SendAsync(town, "vera@example.com", Town.Password);

        Assert.Equal((401, "sign-in-failed"), Both(reply));
        Assert.Equal(2, await town.Rig.WithAsync(services => services.GetRequiredService<ControlDb>().Users.CountAsync()));
    }

    private static (int, string?) Both(Reply reply) => (reply.Status, reply.Code);

    private static Task<Reply> SendAsync(Town town, string email, string password) =>
        town.Rig.SendAsync("POST", "/api/v1/session", Town.Json(new { email, password }));
}
