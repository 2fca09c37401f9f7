using Gatehouse.Api.People;
using Gatehouse.Control.Approvals;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.People;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Server.Tests.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Server.Tests.Dashboard;

/// <summary>Every link of an e-mail leads to a page, and opening a page does nothing.</summary>
public sealed class MailLinkTests : IAsyncLifetime
{
    private static readonly (string, string) _html = ("Accept", "text/html");
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private SiteRig _rig = null!;
    private string _person = "";
    private (string Name, string Value) _cookie;

    public async ValueTask InitializeAsync()
    {
        _rig = await SiteRig.StartAsync();
        (_person, _cookie) = await PersonAsync("bob@example.com");
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData("/invitation?token=x")]
    [InlineData("/password?token=x")]
    [InlineData("/registration?token=x")]
    public async Task Link_OfAnAccount_OpensItsForm(string path)
    {
        var page = await _rig.GetAsync(path, _html);

        Assert.Equal(200, page.Status);
        Assert.Contains("name=\"token\" value=\"x\"", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Email_OpenedByAStranger_AsksThemToSignInAndComesBack()
    {
        var page = await _rig.GetAsync("/email?token=ghe_x", _html);

        Assert.Equal((303, "/sign-in?next=%2Femail%3Ftoken%3Dghe_x"), (page.Status, page.Location));
    }

    [Fact]
    public async Task Email_Opened_ConfirmsNothingUntilItsButtonIsPressed()
    {
        var token = await ConfirmationAsync(_person);
        var page = await _rig.GetAsync("/email?token=" + token, _html, _cookie);
        Assert.Equal(200, page.Status);
        Assert.Contains($"value=\"{token}\"", page.Text, StringComparison.Ordinal);
        Assert.False(await IsConfirmedAsync());

        var done = await _rig.PostAsync("/email", [_cookie, _html], ("token", token));
        Assert.Equal((303, "/account?said=email-confirmed"), (done.Status, done.Location));
        Assert.True(await IsConfirmedAsync());

        var again = await _rig.PostAsync("/email", [_cookie, _html], ("token", token));
        Assert.Equal(410, again.Status);
        Assert.Contains("The link was used", again.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Email_OfSomebodyElse_ConfirmsNothing()
    {
        var (other, _) = await PersonAsync("eve@example.com");
        var done = await _rig.PostAsync("/email", [_cookie, _html], ("token", await ConfirmationAsync(other)));

        Assert.Equal(410, done.Status);
        Assert.False(await IsConfirmedAsync());
    }

    [Fact]
    public async Task Approval_OpenedByALinkWithoutASession_ShowsWhatTheMailSaidAndNoArgument()
    {
        var (id, path) = await ParkAsync();
        var page = await _rig.GetAsync(path, _html);

        Assert.Equal(200, page.Status);
        Assert.Contains("delete_all", page.Text, StringComparison.Ordinal);
        Assert.Contains("&lt;b&gt;May it?&lt;/b&gt;", page.Text, StringComparison.Ordinal);
        Assert.Contains($"href=\"/sign-in?next=%2Fapprovals%2F{id}%3Flink%3D", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<form method=\"post\" action=\"/approvals", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approval_OpenedByABrokenLink_ShowsNothing()
    {
        var (id, _) = await ParkAsync();
        var page = await _rig.GetAsync($"/approvals/{id}?link=broken", _html);

        Assert.Equal(303, page.Status);
        Assert.StartsWith("/sign-in?next=", page.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approval_AnsweredFromALink_IsItsReceiversOrNobodys()
    {
        var (id, path) = await ParkAsync();
        var page = await _rig.GetAsync(path, _html, _cookie);
        var link = path.Split("link=")[1];
        Assert.Equal(200, page.Status);
        Assert.Contains($"name=\"link\" value=\"{link}\"", page.Text, StringComparison.Ordinal);
        var digest = page.Text.Split("name=\"digest\" value=\"")[1].Split('"')[0];

        // A link that was forwarded says whom it was meant for.
        var (_, other) = await PersonAsync("amy@example.com");
        Assert.Equal(403, (await _rig.PostAsync($"/approvals/{id}/approve", [other, _html], ("digest", digest), ("link", link))).Status);

        var done = await _rig.PostAsync($"/approvals/{id}/approve", [_cookie, _html], ("digest", digest), ("link", link));
        Assert.Equal((303, $"/approvals/{id}?said=approved"), (done.Status, done.Location));
    }

    private async Task<(string Id, (string, string) Cookie)> PersonAsync(string mail)
    {
        var token = SecretForms.Session.Create();
        var person = new Person
        {
            Id = Ids.New("per"), Email = mail, NormalizedEmail = mail.ToUpperInvariant(), UserName = mail, NormalizedUserName = mail.ToUpperInvariant(),
        };
        await AddAsync(db =>
        {
            if (!db.Organisations.Any())
            {
                db.Organisations.Add(new Organisation { Id = "org_1", Name = "Example", Created = _now });
                db.Servers.Add(new RegisteredServer { Id = "bank", OrganisationId = "org_1", Name = "Bank", Url = "https://bank.example.com/", Created = _now });
                db.Grants.Add(new Grant
                {
                    Id = "grt_1", OrganisationId = "org_1", ServerId = "bank", Label = "bot", OwnerId = "per_owner", MadeById = "per_owner",
                    Created = _now, Expires = _now.AddDays(9),
                });
            }

            db.Users.Add(person);
            db.Members.Add(new Member { OrganisationId = "org_1", PersonId = person.Id, Role = Role.Admin, Created = _now });
            db.Sessions.Add(new Session
            {
                Id = Ids.New("ses"), TokenHash = SecretForms.Hash(SecretForms.Session, token)!, PersonId = person.Id, OrganisationId = "org_1",
                Created = _now, LastSeen = _now, Expires = _now.AddHours(2), From = "127.0.0.1",
            });
        });
        return (person.Id, ("Cookie", "__Host-gatehouse=" + token));
    }

    private async Task<string> ConfirmationAsync(string person)
    {
        var token = SecretForms.Confirmation.Create();
        await AddAsync(db => db.ConfirmationLinks.Add(new ConfirmationLink
        {
            TokenHash = SecretForms.Hash(SecretForms.Confirmation, token)!, PersonId = person, Expires = _now.AddDays(1),
        }));
        return token;
    }

    private async Task<bool> IsConfirmedAsync()
    {
        await using var scope = _rig.Parts.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<ControlDb>().Users.SingleAsync(row => row.Id == _person)).EmailConfirmed;
    }

    private async Task<(string Id, string Path)> ParkAsync()
    {
        var answer = await _rig.Ledger.Approvals.PresentAsync(
            new ApprovalDraft
            {
                Subject = new ApprovalSubject("grt_1", "bank", "f", "delete_all", "d", new string('a', 64)), Rules = ["r"], Messages = ["<b>May it?</b>"],
                Expires = TimeSpan.FromMinutes(10), Approvers = 1, Params = """{"name":"delete_all","arguments":{"x":"CANARY"}}"""u8.ToArray(), GrantLabel = "bot",
            },
            TestContext.Current.CancellationToken);
        Assert.Null(answer.Fault);
        var link = _rig.Parts.GetRequiredService<ApprovalLinks>().Of(answer.ApprovalId, _person, answer.ExpiresAt);
        return (answer.ApprovalId, new Uri(link).PathAndQuery);
    }

    private async Task AddAsync(Action<ControlDb> add)
    {
        await using var scope = _rig.Parts.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
        add(db);
        await db.SaveChangesAsync();
    }
}
