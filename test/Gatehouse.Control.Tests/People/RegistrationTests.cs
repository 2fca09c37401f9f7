using Gatehouse.Control.Tests.Mails;

namespace Gatehouse.Control.Tests.People;

public class RegistrationTests
{
    [Fact]
    public async Task Registration_ByTheLinkInTheMail_MakesAnOrganisationOfItsOwn()
    {
        await using var mails = await MailTown.BuildAsync();
        Assert.Equal(204, (await AskAsync(mails, "eve@example.com")).Status);

        // Before the link is opened there is nothing that anybody could sign in to.
        Assert.Equal(401, (await mails.PostAsync("/session", new { email = "eve@example.com", password = Town.Password })).Status);
        var token = Town.TokenOf((await mails.OneAsync()).Link);
        Assert.Equal(422, (await mails.PostAsync("/registrations/confirm", new { token, organisation = "Eve's", password = "short" })).Status);
        Assert.Equal(422, (await mails.PostAsync("/registrations/confirm", new { token, organisation = "", password = Town.Password })).Status);
        var made = await ConfirmAsync(mails, token);
        Assert.Equal("Eve's", made["name"]);
        Assert.Equal((410, "link-invalid"), Both(await ConfirmAsync(mails, token)));

        var eve = await Town.SignInAsync(mails.Town.Rig, "eve@example.com");
        var who = await mails.Town.AsAsync(eve, "GET", "/session");
        Assert.Equal(("admin", "True"), (who["role"], who["is_email_confirmed"]));
        Assert.NotEqual(mails.Town.OrganisationId, who.Json.GetProperty("organisation").GetProperty("id").GetString());
        Assert.Single((await mails.Town.AsAsync(eve, "GET", "/members")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Registration_OfAKnownAddress_AnswersTheSameAndTellsItsOwnerAlone()
    {
        await using var mails = await MailTown.BuildAsync();

        var known = await AskAsync(mails, Town.AdminEmail);
        var unknown = await AskAsync(mails, "eve@example.com");
        var sent = await mails.LookAsync();

        Assert.Equal((known.Status, known.Text), (unknown.Status, unknown.Text));
        var told = sent.Single(mail => mail.To == Town.AdminEmail);
        Assert.Contains("It has one already", told.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("token", told.Text, StringComparison.Ordinal);
        Assert.Contains("ghr_", sent.Single(mail => mail.To == "eve@example.com").Link, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Registration_AddressBecameKnownMeanwhile_IsGone()
    {
        await using var mails = await MailTown.BuildAsync();
        await AskAsync(mails, "vera@example.com");
        var token = Town.TokenOf((await mails.OneAsync()).Link);
        await mails.Town.JoinAsync("vera@example.com", Api.People.Role.Viewer);

        Assert.Equal((410, "link-invalid"), Both(await ConfirmAsync(mails, token)));
    }

    [Fact]
    public async Task Registration_TooOld_IsGone()
    {
        await using var mails = await MailTown.BuildAsync();
        await AskAsync(mails, "eve@example.com");
        var token = Town.TokenOf((await mails.OneAsync()).Link);

        mails.Town.Rig.Time.Advance(TimeSpan.FromHours(1));

        Assert.Equal((410, "link-invalid"), Both(await ConfirmAsync(mails, token)));
    }

    [Fact]
    public async Task Registration_Closed_IsRefusedAndEarlierLinksAreShut()
    {
        await using var mails = await MailTown.BuildAsync(control: settings => settings with { IsRegistrationOpen = false });

        Assert.Equal((403, "registration-closed"), Both(await AskAsync(mails, "eve@example.com")));
        Assert.Empty(await mails.LookAsync());
        Assert.Equal("False", (await mails.Town.Rig.SendAsync("GET", "/api/v1/session/ways"))["registration"]);
    }

    private static (int, string?) Both(Reply reply) => (reply.Status, reply.Code);

    private static Task<Reply> AskAsync(MailTown mails, string email) => mails.PostAsync("/registrations", new { email });

    private static Task<Reply> ConfirmAsync(MailTown mails, string token) =>
        mails.PostAsync("/registrations/confirm", new { token, organisation = "Eve's", password = Town.Password });
}
