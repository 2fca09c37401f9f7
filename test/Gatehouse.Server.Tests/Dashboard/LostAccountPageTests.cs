using Gatehouse.Api.People;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.People;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Server.Tests.Site;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Server.Tests.Dashboard;

/// <summary>The page where people arrive says which account has to be connected again.</summary>
public sealed class LostAccountPageTests : IAsyncLifetime
{
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private SiteRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await SiteRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Home_WithAnAccountThatFailed_LeadsToItsServer(bool isFailed)
    {
        var token = SecretForms.Session.Create();
        await using (var scope = _rig.Parts.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
            db.Organisations.Add(new Organisation { Id = "org_1", Name = "Example", Created = _now });
            db.Servers.Add(new RegisteredServer { Id = "bank", OrganisationId = "org_1", Name = "Bank", Url = "https://bank.example.com/", Created = _now });
            db.UpstreamAccounts.Add(new UpstreamAccount
            {
                Id = "acc_1", ServerId = "bank", PersonId = UpstreamAccount.Shared, BoundTo = "x", Client = "{}", Issuer = "https://as.example.com",
                KeyVersion = 0, Sealed = [], ConnectedBy = "x", Connected = _now, IsFailed = isFailed,
            });
            db.Users.Add(new Person { Id = "per_1", Email = "a@example.com", NormalizedEmail = "A@EXAMPLE.COM", UserName = "a", NormalizedUserName = "A" });
            db.Members.Add(new Member { OrganisationId = "org_1", PersonId = "per_1", Role = Role.Admin, Created = _now });
            db.Sessions.Add(new Session
            {
                Id = "ses_1", TokenHash = SecretForms.Hash(SecretForms.Session, token)!, PersonId = "per_1", OrganisationId = "org_1", Created = _now,
                LastSeen = _now, Expires = _now.AddHours(2), From = "127.0.0.1",
            });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }

        var page = await _rig.GetAsync("/home", ("Accept", "text/html"), ("Cookie", "__Host-gatehouse=" + token));

        Assert.Equal(200, page.Status);
        Assert.Equal(isFailed, page.Text.Contains("The gateway is no longer signed in to Bank", StringComparison.Ordinal));
        Assert.Equal(isFailed, page.Text.Contains("href=\"/servers/bank#accounts\"", StringComparison.Ordinal));
    }
}
