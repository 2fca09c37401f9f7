using Gatehouse.Control.Accounts;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Accounts;

/// <summary>A gateway before a server that wants OAuth, and a person with a browser.</summary>
internal sealed class AccountRig : IAsyncDisposable
{
    private AccountRig(PlaneRig plane, AuthorizationSite site, World world, string session) =>
        (Plane, Site, World, Session) = (plane, site, world, session);

    public PlaneRig Plane { get; }

    public AuthorizationSite Site { get; }

    public World World { get; }

    /// <summary>The session's cookie of the person who owns the grant.</summary>
    public string Session { get; }

    public AccountRenewal Renewal => Plane.Control.Host.Services.GetRequiredService<AccountRenewal>();

    public static async Task<AccountRig> StartAsync(Func<ControlSettings, ControlSettings>? control = null)
    {
        var plane = await PlaneRig.StartAsync(control);
        var site = await AuthorizationSite.StartAsync();
        var world = await plane.WorldAsync(server: "guarded");
        Assert.Equal(200, (await plane.AdminAsync("PATCH", "servers/guarded", $$"""{"url":"{{site.Server}}"}""", ("If-Match", "*"))).Status);
        return new AccountRig(plane, site, world, await SessionAsync(plane, plane.Person));
    }

    /// <summary>A session of somebody, as signing in makes it.</summary>
    public static Task<string> SessionAsync(PlaneRig plane, string person) => plane.Control.WithAsync(async services =>
    {
        var db = services.GetRequiredService<ControlDb>();
        var token = SecretForms.Session.Create();
        var now = plane.Control.Time.GetUtcNow();
        db.Sessions.Add(new Session
        {
            Id = Ids.New("ses"), TokenHash = SecretForms.Hash(SecretForms.Session, token)!, PersonId = person,
            OrganisationId = plane.Admin.OrganisationId, Created = now, LastSeen = now, Expires = now.AddDays(7), From = "127.0.0.1",
        });
        await db.SaveChangesAsync();
        return "gatehouse=" + token;
    });

    /// <summary>Says how the server is signed in to.</summary>
    public async Task SetAsync(string auth = """{"kind":"oauth"}""")
    {
        var set = await Plane.AdminAsync("PUT", "servers/guarded/auth", auth);
        Assert.Equal((200, ""), (set.Status, set.Status == 200 ? "" : set.Text));
    }

    /// <summary>Asks to be sent to consent; the answer.</summary>
    public Task<Reply> BeginAsync(string path = "account", string? session = null) => Plane.Control.SendAsync(
        "POST", $"/api/v1/servers/guarded/{path}", null, null, [("Cookie", session ?? Session), ("Sec-Fetch-Site", "same-origin")]);

    /// <summary>Consents, and comes back: path and query of where the browser is sent, and the cookie that it holds.</summary>
    public async Task<(string Return, string Cookie)> ConsentAsync(string path = "account", string? session = null)
    {
        var begun = await BeginAsync(path, session);
        Assert.Equal((200, ""), (begun.Status, begun.Status == 200 ? "" : begun.Text));
        using var browser = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });
        using var consented = await browser.GetAsync(new Uri(begun["authorization_url"]!));
        Assert.Equal(302, (int)consented.StatusCode);
        return (consented.Headers.Location!.PathAndQuery, begun.Cookie!);
    }

    /// <summary>The browser arrives; where it is sent on.</summary>
    public async Task<string> ArriveAsync(string back, string? cookie)
    {
        var arrived = await Plane.Control.SendAsync("GET", back, null, null, cookie is null ? [] : [("Cookie", cookie)]);
        Assert.Equal(302, arrived.Status);
        return arrived.Location!;
    }

    /// <summary>The whole way.</summary>
    public async Task ConnectAsync(string path = "account", string? session = null)
    {
        var (back, cookie) = await ConsentAsync(path, session);
        Assert.Equal("/servers/guarded?connected=1", await ArriveAsync(back, cookie));
    }

    /// <summary>A call by the grant.</summary>
    public Task<(int Status, string Text)> CallAsync(string? token = null) => Plane.CallAsync("guarded", token ?? World.Token);

    /// <summary>The only account of the server.</summary>
    public async Task<System.Text.Json.JsonElement> AccountAsync() =>
        Assert.Single((await Plane.AdminAsync("GET", "servers/guarded/accounts")).Json.GetProperty("accounts").EnumerateArray());

    public async ValueTask DisposeAsync()
    {
        await Plane.DisposeAsync();
        await Site.DisposeAsync();
    }
}
