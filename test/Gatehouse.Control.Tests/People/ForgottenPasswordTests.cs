using Gatehouse.Api.People;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Storage;
using Gatehouse.Control.Tests.Mails;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.People;

public class ForgottenPasswordTests
{
    private const string Another = "another good password";

    [Fact]
    public async Task Forgotten_KnownAndUnknownAddress_AnswerTheSameAndOnlyTheKnownGetsAMail()
    {
        await using var mails = await MailTown.BuildAsync();

        var known = await AskAsync(mails, Town.AdminEmail);
        var unknown = await AskAsync(mails, "stranger@example.com");

        Assert.Equal((204, ""), (known.Status, known.Text));
        Assert.Equal((known.Status, known.Text), (unknown.Status, unknown.Text));
        Assert.Equal(Told(known), Told(unknown));
        Assert.Equal(Town.AdminEmail, (await mails.OneAsync()).To);
        Assert.Empty((await mails.Town.AdminAsync("GET", "/mails")).Json.GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Link_InTheMail_SetsAPasswordOnceEndsSessionsAndConfirmsTheAddress()
    {
        await using var mails = await MailTown.BuildAsync();
        await AskAsync(mails, "ADA@example.com");
        var mail = await mails.OneAsync();
        var reset = new { token = Town.TokenOf(mail.Link), password = Another };

        Assert.Equal(422, (await mails.PostAsync("/password", new { reset.token, password = "short" })).Status);
        Assert.Equal(204, (await mails.PostAsync("/password", reset)).Status);
        Assert.Equal((410, "link-invalid"), Both(await mails.PostAsync("/password", reset)));

        Assert.Equal(401, (await mails.Town.AdminAsync("GET", "/session")).Status);
        Assert.Equal(401, (await mails.PostAsync("/session", new { email = Town.AdminEmail, password = Town.Password })).Status);
        var cookie = await Town.SignInAsync(mails.Town.Rig, Town.AdminEmail, Another);
        Assert.Equal("True", (await mails.Town.AsAsync(cookie, "GET", "/session"))["is_email_confirmed"]);
    }

    [Fact]
    public async Task Link_AfterAnHourOrAnotherChange_IsGone()
    {
        await using var mails = await MailTown.BuildAsync();
        await AskAsync(mails, Town.AdminEmail);
        var old = Town.TokenOf((await mails.OneAsync()).Link);
        mails.Town.Rig.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(410, (await mails.PostAsync("/password", new { token = old, password = Another })).Status);

        mails.Time.Advance(TimeSpan.FromHours(1));
        await AskAsync(mails, Town.AdminEmail);
        var second = Town.TokenOf((await mails.OneAsync()).Link);
        var changed = await mails.Town.AdminAsync("PUT", "/session/password", new { current = Town.Password, password = Another });
        Assert.Equal(204, changed.Status);
        Assert.Equal(410, (await mails.PostAsync("/password", new { token = second, password = "a third password" })).Status);
    }

    [Fact]
    public async Task Forgotten_AgainAndAgain_WritesToTheAddressOnceInFiveMinutes()
    {
        await using var mails = await MailTown.BuildAsync(control: settings => settings with
        {
            Rates = new RateSettings { Mail = new RateShare(1_000, 1, TimeSpan.FromMinutes(1)) },
        });
        for (var i = 0; i < 3; i++)
        {
            await AskAsync(mails, Town.AdminEmail);
        }

        Assert.Single(await mails.LookAsync());
        Assert.Equal(0, await WaitingAsync(mails));
    }

    [Fact]
    public async Task Forgotten_FromOneAddressTooOften_HasToWait()
    {
        await using var mails = await MailTown.BuildAsync();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(204, (await AskAsync(mails, $"p{i}@example.com")).Status);
        }

        var late = await AskAsync(mails, "p5@example.com");

        Assert.Equal((429, "too-many-requests"), Both(late));
        Assert.InRange(int.Parse(late.Headers["Retry-After"], System.Globalization.CultureInfo.InvariantCulture), 1, 180);
        await Town.SignInAsync(mails.Town.Rig, Town.AdminEmail); // Another share.
    }

    [Theory]
    [InlineData("no address")]
    [InlineData("a@b.example\r\nBcc: x@y.example")]
    [InlineData("")]
    public async Task Forgotten_TextThatIsNoAddress_IsRefused(string email)
    {
        await using var mails = await MailTown.BuildAsync();

        Assert.Equal((422, "value-invalid"), Both(await AskAsync(mails, email)));
    }

    [Fact]
    public async Task Confirmation_HoldsForWhoIsSignedInAsThatPerson()
    {
        await using var mails = await MailTown.BuildAsync();
        var (_, vera) = await mails.Town.JoinAsync("vera@example.com", Role.Viewer);
        await mails.LookAsync(); // The invitation.
        Assert.Equal("False", (await mails.Town.AsAsync(vera, "GET", "/session"))["is_email_confirmed"]);
        Assert.Equal(204, (await mails.Town.AsAsync(vera, "POST", "/session/email")).Status);
        var token = Town.TokenOf((await mails.OneAsync()).Link);

        Assert.Equal((410, "link-invalid"), Both(await mails.Town.AdminAsync("PUT", "/session/email", new { token })));
        Assert.Equal(204, (await mails.Town.AsAsync(vera, "PUT", "/session/email", new { token })).Status);
        Assert.Equal(410, (await mails.Town.AsAsync(vera, "PUT", "/session/email", new { token })).Status);

        Assert.Equal("True", (await mails.Town.AsAsync(vera, "GET", "/session"))["is_email_confirmed"]);
        Assert.Equal(204, (await mails.Town.AsAsync(vera, "POST", "/session/email")).Status);
        Assert.Empty(await mails.LookAsync()); // Nothing left to confirm.
    }

    private static (int, string?) Both(Reply reply) => (reply.Status, reply.Code);

    private static Task<Reply> AskAsync(MailTown mails, string email) => mails.PostAsync("/password/forgotten", new { email });

    private static IEnumerable<KeyValuePair<string, string>> Told(Reply reply) =>
        reply.Headers.Where(header => header.Key != "Date").OrderBy(header => header.Key, StringComparer.Ordinal);

    private static Task<int> WaitingAsync(MailTown mails) => mails.Town.Rig.WithAsync(services =>
        services.GetRequiredService<ControlDb>().Mails.CountAsync(row => row.SealedText == null && row.State == Api.Notices.NoticeState.Waiting));
}
