using System.Text;

namespace Gatehouse.Control.Tests.People;

/// <summary>Secrets go one way: what was once given out or typed in stands nowhere afterwards.</summary>
public class CanaryTests
{
    [Fact]
    public async Task Secrets_OfALifeOfAnInstallation_StandInNoFileTableLogOrLaterAnswer()
    {
        await using var town = await Town.BuildAsync();
        var (id, viewer) = await town.JoinAsync("vera@example.com", Gatehouse.Api.People.Role.Viewer);
        var key = await town.Rig.SendAsync(
            "POST", "/api/v1/api-keys", Town.Json(new { label = "ci", role = "admin", expires = "2026-12-24T00:00:00Z" }),
            headers: [("Cookie", town.Admin), ("Sec-Fetch-Site", "same-origin"), ("Idempotency-Key", "once")]);
        var invited = await town.AdminAsync("POST", "/invitations", new { email = "eve@example.com", role = "viewer" });
        var link = await town.AdminAsync("POST", $"/members/{id}/password-link");
        var authenticator = await town.AdminAsync("POST", "/session/authenticator", new { password = Town.Password });
        await town.Rig.SendAsync("POST", "/api/v1/session", Town.Json(new { email = Town.AdminEmail, password = "a wrong canary password" }));
        await town.Rig.SendAsync("GET", "/api/v1/session?x=1", token: "ghk_wrongcanary");
        string[] secrets =
        [
            Town.Password, "a wrong canary password", "ghk_wrongcanary", town.Admin.Split('=')[1], viewer.Split('=')[1], key["token"]!,
            Town.TokenOf(invited["link"]!), Town.TokenOf(link["link"]!), authenticator["key"]!,
        ];

        var answers = new StringBuilder();
        foreach (var path in new[] { "/session", "/sessions", "/members", "/invitations", "/api-keys", "/organisation", "/audit?limit=200" })
        {
            var reply = await town.AdminAsync("GET", path);
            Assert.Equal(200, reply.Status);
            answers.Append(reply.Text);
        }

        var logs = string.Join('\n', town.Rig.Logs.All);
        var kept = town.Rig.AtRest().ToArray();

        // The look itself works: what is no secret is found.
        Assert.Contains(kept, part => part.Text.Contains(Town.AdminEmail, StringComparison.Ordinal));
        Assert.Contains(Town.AdminEmail, answers.ToString(), StringComparison.Ordinal);
        foreach (var secret in secrets)
        {
            Assert.True(secret.Length > 10, "a canary is too short to tell");
            Assert.DoesNotContain(secret, answers.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain(secret, logs, StringComparison.Ordinal);
            Assert.All(kept, part => Assert.False(part.Text.Contains(secret, StringComparison.Ordinal), $"{part.Name} has a secret"));
        }
    }
}
