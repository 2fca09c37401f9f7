using Gatehouse.Api.Audit;
using Gatehouse.Api.People;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.People;
using Gatehouse.Control.Tests.Mails;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Accounts;

/// <summary>An account that fails for good is told to those who can connect it again.</summary>
public class LostAccountTests : IAsyncLifetime
{
    private readonly SmtpListener _server = new();
    private AccountRig _rig = null!;

    public async ValueTask InitializeAsync()
    {
        _rig = await AccountRig.StartAsync(settings => settings with { Mail = MailTown.Plain(_server) });
        var viewer = await _rig.Plane.AddMemberAsync("vic@example.com");
        await _rig.Plane.Control.RunAsync($"UPDATE members SET role = 'viewer' WHERE person_id = '{viewer}'");
    }

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Account_ThatIsNotRenewedAnyMore_IsToldToTheAdminsOnceForEachTime()
    {
        await _rig.SetAsync();
        await _rig.ConnectAsync();
        var mail = Assert.Single(await FailedAsync());

        Assert.Equal("ann@example.com", mail.To);
        Assert.Equal("http://127.0.0.1:8090/servers/guarded", mail.Link);
        var text = mail.Text.Replace("=\r\n", "", StringComparison.Ordinal);
        Assert.Contains("no longer signed in to guarded: the authorization server does not renew it any more", text, StringComparison.Ordinal);
        Assert.All(_rig.Site.AccessTokens, token => Assert.DoesNotContain(token, text, StringComparison.Ordinal));
        Assert.Equal(["guarded"], await LostAsync(_rig.Plane.Person));
        Assert.Empty(await LostAsync(_rig.Plane.Person, "org_elsewhere"));

        // Connected again, and lost again: that is another time.
        _rig.Site.RefusesWith = null;
        await _rig.ConnectAsync();
        Assert.Empty(await LostAsync(_rig.Plane.Person));
        Assert.Single(await FailedAsync());
    }

    [Fact]
    public async Task Account_WhoseTokenIsNotTakenByManyCalls_IsToldAndAuditedOnce()
    {
        _rig.Site.Lives = 0; // No end is told, so it is not renewed.
        await _rig.SetAsync();
        await _rig.ConnectAsync();
        await _rig.CallAsync();
        _rig.Site.Revoke();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(502, (await _rig.CallAsync()).Status);
        }

        await Eventually.IsAsync(async () =>
        {
            await _rig.Renewal.LookAsync();
            return (await _rig.AccountAsync()).GetProperty("state").GetString() == "failed";
        });
        await _rig.Renewal.LookAsync();

        var mail = Assert.Single(await SentAsync());
        Assert.Contains("the server does not take its token any more", mail.Text.Replace("=\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var audit = await _rig.Plane.AdminAsync("GET", "audit?what=account.failed");
        Assert.Single(audit.Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Account_OfOnePerson_IsToldToThemToo()
    {
        await _rig.SetAsync("""{"kind":"oauth","per_person":true}""");
        var bob = await _rig.Plane.AddMemberAsync("bob@example.com");
        var session = await AccountRig.SessionAsync(_rig.Plane, bob);
        await _rig.Plane.Control.RunAsync($"UPDATE members SET role = 'viewer' WHERE person_id = '{bob}'");
        await _rig.ConnectAsync("own-account", session);

        var mails = await FailedAsync();

        Assert.Equal(["ann@example.com", "bob@example.com"], mails.Select(mail => mail.To).Order(StringComparer.Ordinal));
        Assert.All(mails, mail => Assert.Contains("for bob@ example. com", mail.Text.Replace("=\r\n", "", StringComparison.Ordinal), StringComparison.Ordinal));
        Assert.Equal(["guarded"], await LostAsync(bob));
        Assert.Empty(await LostAsync(_rig.Plane.Person));
    }

    // The authorization server renews no more; what is written about it.
    private async Task<List<TakenMail>> FailedAsync()
    {
        _rig.Site.RefusesWith = "invalid_grant";
        _rig.Plane.Control.Time.Advance(TimeSpan.FromMinutes(49));
        await Eventually.IsAsync(async () =>
        {
            await _rig.Renewal.LookAsync();
            return (await _rig.AccountAsync()).GetProperty("state").GetString() == "failed";
        });
        return await SentAsync();
    }

    // As often as mails were written, so often the mail server gets one.
    private async Task<List<TakenMail>> SentAsync()
    {
        await Eventually.IsAsync(async () =>
        {
            _rig.Plane.Control.Time.Advance(TimeSpan.FromSeconds(1));
            return !(await _rig.Plane.AdminAsync("GET", "mails")).Json.GetProperty("items").EnumerateArray()
                .Any(one => one.GetProperty("state").GetString() == "waiting");
        });
        var listed = (await _rig.Plane.AdminAsync("GET", "mails")).Json.GetProperty("items").EnumerateArray().ToList();
        Assert.All(listed, one => Assert.Equal(("account_failed", "sent"), (one.GetProperty("kind").GetString(), one.GetProperty("state").GetString())));
        var taken = new List<TakenMail>();
        while (_server.Taken.TryDequeue(out var mail))
        {
            taken.Add(mail);
        }

        return taken;
    }

    private async Task<IReadOnlyList<string>> LostAsync(string person, string? organisation = null) => await _rig.Plane.Control.WithAsync(
        async services => await services.GetRequiredService<LostAccounts>().ReadAsync(
            new Principal
            {
                Kind = ActorKind.Person, Id = person, Label = "", OrganisationId = organisation ?? _rig.Plane.Admin.OrganisationId,
                Role = Role.Viewer, From = "",
            },
            CancellationToken.None));
}
