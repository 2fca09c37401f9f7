using System.Text.RegularExpressions;
using Gatehouse.Api.People;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.People;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Server.Dashboard.Calls;
using Gatehouse.Server.Tests.Site;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Server.Tests.Dashboard;

/// <summary>A form that is saved as it came changes nothing: what it cannot show stays as it is.</summary>
public sealed partial class FormTests : IAsyncLifetime
{
    private const string Anna = "per_anna";
    private const string Bob = "per_bob";
    private static readonly (string, string) _html = ("Accept", "text/html");
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();
    private readonly string _token = SecretForms.Session.Create();
    private SiteRig _rig = null!;

    private (string Name, string Value) Cookie => ("Cookie", "__Host-gatehouse=" + _token);

    public async ValueTask InitializeAsync()
    {
        _rig = await SiteRig.StartAsync();
        await UseAsync(async db =>
        {
            db.Organisations.Add(new Organisation { Id = "org_1", Name = "Example", Created = _now });
            db.Users.AddRange(Person(Anna, "anna@example.com"), Person(Bob, "bob@example.com"));
            db.Members.AddRange(
                new Member { OrganisationId = "org_1", PersonId = Anna, Role = Role.Admin, Created = _now },
                new Member { OrganisationId = "org_1", PersonId = Bob, Role = Role.Approver, Servers = ["bank"], Created = _now });
            db.Sessions.Add(new Session
            {
                Id = "ses_1", TokenHash = SecretForms.Hash(SecretForms.Session, _token)!, PersonId = Anna, OrganisationId = "org_1", Created = _now,
                LastSeen = _now, Expires = _now.AddHours(2), From = "127.0.0.1",
            });
            db.Servers.AddRange(Server("bank"), Server("shop"));
            await db.SaveChangesAsync();
        });
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Grant_WithAnotherLabelOnly_KeepsItsEndItsHeartbeatAndItsTags()
    {
        var (ends, beat) = (new DateTimeOffset(_now.UtcDateTime.Date.AddDays(9).AddHours(3), TimeSpan.Zero), _now.AddHours(-1));
        await UseAsync(async db =>
        {
            db.Grants.Add(new Grant
            {
                Id = "grt_1", OrganisationId = "org_1", ServerId = "bank", Label = "bot", OwnerId = Anna, Created = _now, Expires = ends,
                Tags = ["team=the second", "prod"], HeartbeatLimit = TimeSpan.FromSeconds(90), LastBeat = beat,
            });
            await db.SaveChangesAsync();
        });

        await SaveAsync("/grants/grt_1", ("label", "other"));

        var grant = await ReadAsync(db => db.Grants.SingleAsync());
        Assert.Equal(("other", ends, Anna), (grant.Label, grant.Expires, grant.OwnerId));
        Assert.Equal(["team=the second", "prod"], grant.Tags);
        Assert.Equal((TimeSpan.FromSeconds(90), beat), (grant.HeartbeatLimit, grant.LastBeat));

        // What is changed is changed, to the form's measure.
        await SaveAsync("/grants/grt_1", ("tags", "blue"), ("heartbeat-seconds", "2"), ("expires", FormDates.Of(ends.AddDays(1))));

        grant = await ReadAsync(db => db.Grants.SingleAsync());
        Assert.Equal(["blue"], grant.Tags);
        Assert.Equal((TimeSpan.FromMinutes(2), ends.Date.AddDays(2).AddSeconds(-1)), (grant.HeartbeatLimit, grant.Expires.DateTime));
    }

    [Fact]
    public async Task Server_WithAnotherNameOnly_KeepsItsTags()
    {
        await UseAsync(async db =>
        {
            (await db.Servers.SingleAsync(row => row.Id == "bank")).Tags = ["team=the second", "prod"];
            await db.SaveChangesAsync();
        });

        await SaveAsync("/servers/bank/settings", ("name", "The bank"));

        var server = await ReadAsync(db => db.Servers.SingleAsync(row => row.Id == "bank"));
        Assert.Equal("The bank", server.Name);
        Assert.Equal(["team=the second", "prod"], server.Tags);
    }

    [Theory]
    [InlineData("subject_kind", "server")]
    [InlineData("subject_id", "bank")]
    public async Task Audit_FilteredByHalfASubject_IsSearchedFurtherWithinIt(string field, string value)
    {
        var page = await _rig.GetAsync($"/audit?{field}={value}", Cookie, _html);

        Assert.Equal(200, page.Status);
        Assert.Contains($"<input type=\"hidden\" name=\"{field}\" value=\"{value}\"", page.Text, StringComparison.Ordinal);
        Assert.Single(Inputs().Matches(page.Text), input => input.Value.Contains("name=\"subject_", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("header", "authorization", "a header was named")]
    [InlineData("secret-password", "CANARY", "in which header")]
    public async Task NewServer_WithHalfACredential_IsNotMadeWithoutIt(string field, string value, string told)
    {
        var sent = await SendAsync("/servers/new", ("id", "half"), ("url", "https://half.example.com/mcp"), (field, value));

        Assert.Equal(422, sent.Status);
        Assert.Contains(told, sent.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("CANARY", sent.Text, StringComparison.Ordinal);
        Assert.False(await ReadAsync(db => db.Servers.AnyAsync(row => row.Id == "half")));
    }

    [Fact]
    public async Task Member_LimitedToAServerThatIsGone_IsNotMadeAnApproverOfAllByABareSave()
    {
        await UseAsync(async db =>
        {
            (await db.Servers.SingleAsync(row => row.Id == "bank")).Retired = _now;
            await db.SaveChangesAsync();
        });

        var saved = await SendAsync("/members/" + Bob);

        Assert.Equal(422, saved.Status);
        Assert.Equal(["bank"], (await ReadAsync(db => db.Members.SingleAsync(row => row.PersonId == Bob))).Servers);
    }

    [Fact]
    public async Task Policy_ThatTheListDoesNotHold_StaysSetWhereNothingElseIsChosen()
    {
        await UseAsync(async db =>
        {
            (await db.Organisations.SingleAsync()).BaselinePolicyId = "pol_beyond";
            await db.SaveChangesAsync();
        });

        var page = await _rig.GetAsync("/settings", Cookie, _html);

        Assert.Contains("<option value=\"pol_beyond\" selected>", page.Text, StringComparison.Ordinal);
    }

    // By its name a field is left out where a form is shown again: see SentForm.
    [Theory]
    [InlineData("/servers/new")]
    [InlineData("/servers/bank/settings")]
    [InlineData("/account")]
    public async Task Field_ForASecret_IsNamedAsOneThatNeverComesBack(string path)
    {
        var page = await _rig.GetAsync(path, Cookie, _html);

        var secrets = Inputs().Matches(page.Text).Select(found => found.Value).Where(input => Attribute(input, "type") == "password").ToArray();
        Assert.NotEmpty(secrets);
        Assert.All(secrets, input => Assert.Contains("password", Attribute(input, "name"), StringComparison.Ordinal));
    }

    private static Person Person(string id, string mail) => new()
    {
        Id = id, Email = mail, NormalizedEmail = mail.ToUpperInvariant(), UserName = mail, NormalizedUserName = mail.ToUpperInvariant(),
    };

    private RegisteredServer Server(string id) =>
        new() { Id = id, OrganisationId = "org_1", Name = id, Url = $"https://{id}.example.com/", Created = _now };

    private async Task SaveAsync(string path, params (string Name, string Value)[] changes) =>
        Assert.Equal(303, (await SendAsync(path, changes)).Status);

    // Opens the page and sends the form that goes to its own address, as a browser would: what is ticked, chosen and typed.
    private async Task<SiteReply> SendAsync(string path, params (string Name, string Value)[] changes)
    {
        var page = await _rig.GetAsync(path, Cookie, _html);
        Assert.Equal(200, page.Status);
        var form = page.Text.Split($"action=\"{path}\"")[1].Split("</form>")[0];
        var fields = Inputs().Matches(form).Select(found => found.Value)
            .Where(input => Attribute(input, "type") is not ("checkbox" or "radio") || Checked().IsMatch(input))
            .Select(input => (Name: Attribute(input, "name"), Value: Attribute(input, "value")))
            .Concat(Selects().Matches(form).Select(found => (Name: found.Groups[1].Value, Value: Attribute(Chosen(found.Groups[2].Value), "value"))))
            .Where(field => changes.All(change => change.Name != field.Name));
        return await _rig.PostAsync(path, [Cookie, _html], [.. fields, .. changes]);
    }

    private static string Chosen(string options) =>
        options.Split("<option")[1..] is var all && all.FirstOrDefault(one => one.Contains(" selected", StringComparison.Ordinal)) is { } set ? set : all[0];

    private static string Attribute(string tag, string name) =>
        System.Net.WebUtility.HtmlDecode(Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"").Groups[1].Value);

    private async Task UseAsync(Func<ControlDb, Task> use)
    {
        await using var scope = _rig.Parts.CreateAsyncScope();
        await use(scope.ServiceProvider.GetRequiredService<ControlDb>());
    }

    private async Task<T> ReadAsync<T>(Func<ControlDb, Task<T>> read)
    {
        await using var scope = _rig.Parts.CreateAsyncScope();
        return await read(scope.ServiceProvider.GetRequiredService<ControlDb>());
    }

    [GeneratedRegex("<input\\s[^>]*>")]
    private static partial Regex Inputs();

    [GeneratedRegex("\\schecked(\\s|>|=)")]
    private static partial Regex Checked();

    [GeneratedRegex("<select[^>]*\\sname=\"([^\"]*)\"[^>]*>(.*?)</select>", RegexOptions.Singleline)]
    private static partial Regex Selects();
}
