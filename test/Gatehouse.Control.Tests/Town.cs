using System.Text.Json;
using Gatehouse.Api.People;
using Gatehouse.Control.People;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests;

/// <summary>An installation that was set up by the API as people do it: an organisation, its admin, and whom they invite.</summary>
internal sealed class Town : IAsyncDisposable
{
    public const string Password = "correct horse battery";
    public const string AdminEmail = "ada@example.com";

    private Town(ControlRig rig, string admin, string organisationId) => (Rig, Admin, OrganisationId) = (rig, admin, organisationId);

    public ControlRig Rig { get; }

    /// <summary>The admin's cookie.</summary>
    public string Admin { get; }

    public string OrganisationId { get; }

    public static async Task<Town> BuildAsync(Func<ControlSettings, ControlSettings>? control = null, DateTimeOffset? start = null)
    {
        var rig = await ControlRig.StartAsync(control: control, start: start);
        var token = await SetUpTokenAsync(rig);
        var made = await rig.SendAsync("POST", "/api/v1/setup", Json(new
        {
            token, organisation = "Example", email = AdminEmail, password = Password,
        }));
        Assert.Equal(201, made.Status);
        return new Town(rig, await SignInAsync(rig, AdminEmail), made["id"]!);
    }

    /// <summary>The token of a new set-up link.</summary>
    public static async Task<string> SetUpTokenAsync(ControlRig rig)
    {
        var link = await rig.WithAsync(services => services.GetRequiredService<SetUpAdministration>().NewLinkAsync(CancellationToken.None));
        return TokenOf(link!);
    }

    /// <summary>What a link carries.</summary>
    public static string TokenOf(string link) => link[(link.IndexOf("token=", StringComparison.Ordinal) + 6)..];

    /// <summary>A cookie of somebody who signs in.</summary>
    public static async Task<string> SignInAsync(ControlRig rig, string email, string password = Password, string? code = null)
    {
        var reply = await rig.SendAsync("POST", "/api/v1/session", Json(new { email, password, code }));
        Assert.Equal(204, reply.Status);
        return reply.Cookie!;
    }

    /// <summary>Sends as somebody with a cookie, from a page of ours.</summary>
    public Task<Reply> AsAsync(string cookie, string method, string path, object? body = null, string? match = null) => Rig.SendAsync(
        method, "/api/v1" + path, body is null ? null : body as string ?? Json(body),
        headers: [("Cookie", cookie), ("Sec-Fetch-Site", "same-origin"), .. match is null ? [] : new[] { ("If-Match", match) }]);

    /// <summary>Sends as the admin.</summary>
    public Task<Reply> AdminAsync(string method, string path, object? body = null, string? match = null) =>
        AsAsync(Admin, method, path, body, match);

    /// <summary>Invites somebody, lets them accept and signs them in; gives their id and cookie.</summary>
    public async Task<(string Id, string Cookie)> JoinAsync(string email, Role role)
    {
        var invited = await AdminAsync("POST", "/invitations", new { email, role = Api.Words<Role>.Of(role) });
        Assert.Equal(201, invited.Status);
        var accepted = await Rig.SendAsync(
            "POST", "/api/v1/invitations/accept", Json(new { token = TokenOf(invited["link"]!), password = Password }));
        Assert.Equal(204, accepted.Status);
        var cookie = await SignInAsync(Rig, email);
        return ((await AsAsync(cookie, "GET", "/session"))["id"]!, cookie);
    }

    public static string Json(object body) => JsonSerializer.Serialize(body, _options);

    public ValueTask DisposeAsync() => Rig.DisposeAsync();

    private static readonly JsonSerializerOptions _options = new()
    {
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };
}
