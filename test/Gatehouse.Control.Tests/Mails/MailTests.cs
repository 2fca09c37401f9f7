using System.Text;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Notices;

namespace Gatehouse.Control.Tests.Mails;

public class MailTests
{
    [Fact]
    public async Task Invitation_GoesOutOnceAndItsLinkOpens()
    {
        await using var mails = await MailTown.BuildAsync();
        var town = mails.Town;
        Assert.Equal(200, (await town.AdminAsync("PATCH", "/organisation", new { name = "See http://evil.example/x" }, "\"1\"")).Status);

        var invited = await town.AdminAsync("POST", "/invitations", new { email = "vera@example.com", role = "viewer" });
        Assert.Equal("True", invited["is_mailed"]);
        var mail = await mails.OneAsync();
        Assert.Empty(await mails.LookAsync());

        Assert.Equal(("gatehouse@example.com", "vera@example.com"), (mail.From, mail.To));
        Assert.Contains("Subject: An invitation to Gatehouse", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Auto-Submitted: auto-generated", mail.Text, StringComparison.Ordinal);
        Assert.Equal(invited["link"], mail.Link); // The one text that is a link, though the organisation's name tries to be one.
        Assert.Equal(204, (await mails.PostAsync("/invitations/accept", new { token = Town.TokenOf(mail.Link), password = Town.Password })).Status);
        var listed = Assert.Single((await town.AdminAsync("GET", "/mails")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("invitation", "sent"), (listed.GetProperty("kind").GetString(), listed.GetProperty("state").GetString()));
    }

    [Fact]
    public async Task Invitation_OnAServerWithoutMail_IsALinkAlone()
    {
        await using var town = await Town.BuildAsync();

        var invited = await town.AdminAsync("POST", "/invitations", new { email = "vera@example.com", role = "viewer" });

        Assert.Equal("False", invited["is_mailed"]);
        Assert.Empty((await town.AdminAsync("GET", "/mails")).Json.GetProperty("items").EnumerateArray());
        var asked = await town.Rig.SendAsync("POST", "/api/v1/password/forgotten", """{"email":"ada@example.com"}""");
        Assert.Equal((409, "mail-off"), (asked.Status, asked.Code));
    }

    [Fact]
    public async Task Mail_ServerIsBusy_IsTriedWithLongerPausesThenGivenUpAndCanBeSentAgain()
    {
        await using var mails = await MailTown.BuildAsync();
        mails.Server.ReceiverReply = static _ => "451 later";
        await mails.Town.AdminAsync("POST", "/invitations", new { email = "vera@example.com", role = "viewer" });

        await mails.LookAsync();
        for (var attempt = 2; attempt <= Delivery.MostAttempts; attempt++)
        {
            mails.Time.Advance(TimeSpan.FromSeconds((10 * Math.Pow(2, attempt - 2)) - 1));
            await mails.LookAsync();
            Assert.Equal(attempt - 1, mails.Server.Connections);
            mails.Time.Advance(TimeSpan.FromSeconds(1));
            await mails.LookAsync();
            Assert.Equal(attempt, mails.Server.Connections);
        }

        var dead = Assert.Single((await mails.Town.AdminAsync("GET", "/mails?state=dead")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal("the mail server answered 451", dead.GetProperty("problem").GetString());
        mails.Server.ReceiverReply = static _ => "250 ok";
        Assert.Equal("waiting", (await mails.Town.AdminAsync("POST", $"/mails/{dead.GetProperty("id").GetString()}/redeliver"))["state"]);
        Assert.Equal("vera@example.com", (await mails.OneAsync()).To);
        Assert.Equal(410, (await mails.Town.AdminAsync("POST", $"/mails/{dead.GetProperty("id").GetString()}/redeliver")).Status);
    }

    [Fact]
    public async Task Mail_NobodyOfThatAddress_IsGivenUpAtOnce()
    {
        await using var mails = await MailTown.BuildAsync();
        mails.Server.ReceiverReply = static _ => "550 no such person";
        await mails.Town.AdminAsync("POST", "/invitations", new { email = "vera@example.com", role = "viewer" });

        await mails.LookAsync();

        var dead = Assert.Single((await mails.Town.AdminAsync("GET", "/mails?state=dead")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(("the mail server answered 550", 1), (dead.GetProperty("problem").GetString(), dead.GetProperty("attempts").GetInt32()));
    }

    [Fact]
    public async Task Mail_WithTlsAndAUser_IsEncryptedAndSignedIn()
    {
        var server = new SmtpListener { OffersTls = true, Account = ("gatehouse", "s3cret") };
        await using var mails = await MailTown.BuildAsync(
            found => MailTown.Plain(found) with
            {
                Host = "localhost", Security = MailSecurity.StartTls, User = "gatehouse", Password = "s3cret", Roots = [found.Certificate],
            },
            listener: server);
        await mails.Town.AdminAsync("POST", "/invitations", new { email = "vera@example.com", role = "viewer" });

        var mail = await mails.OneAsync();

        Assert.Equal((true, "gatehouse"), (mail.WasEncrypted, mail.User));
    }

    [Theory]
    [InlineData(false, true, "s3cret", "no sound TLS connection")] // STARTTLS is asked for and not offered.
    [InlineData(true, false, "s3cret", "no sound TLS connection")] // A certificate that nobody trusts.
    [InlineData(true, true, "wrong", "does not take the user and password")]
    public async Task Mail_ConnectionIsNotSound_SendsNothing(bool offersTls, bool isTrusted, string password, string problem)
    {
        var server = new SmtpListener { OffersTls = offersTls, Account = ("gatehouse", "s3cret") };
        await using var mails = await MailTown.BuildAsync(
            found => MailTown.Plain(found) with
            {
                Host = "localhost", Security = MailSecurity.StartTls, User = "gatehouse", Password = password, Roots = isTrusted ? [found.Certificate] : [],
            },
            listener: server);
        await mails.Town.AdminAsync("POST", "/invitations", new { email = "vera@example.com", role = "viewer" });

        Assert.Empty(await mails.LookAsync());

        var listed = Assert.Single((await mails.Town.AdminAsync("GET", "/mails")).Json.GetProperty("items").EnumerateArray());
        Assert.Contains(problem, listed.GetProperty("problem").GetString(), StringComparison.Ordinal);
        Assert.Equal("waiting", listed.GetProperty("state").GetString());
    }

    [Fact]
    public async Task Mail_ServerOnAMetadataAddressByName_IsNotConnectedTo()
    {
        await using var mails = await MailTown.BuildAsync(found => MailTown.Plain(found) with { Host = "169.254.169.254." });
        await mails.Town.AdminAsync("POST", "/invitations", new { email = "vera@example.com", role = "viewer" });

        await mails.LookAsync();

        var listed = Assert.Single((await mails.Town.AdminAsync("GET", "/mails")).Json.GetProperty("items").EnumerateArray());
        Assert.StartsWith("the mail server", listed.GetProperty("problem").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_InTheQueue_IsNowhereInTheClear()
    {
        await using var mails = await MailTown.BuildAsync();
        mails.Server.ReceiverReply = static _ => "451 later";
        var invited = await mails.Town.AdminAsync("POST", "/invitations", new { email = "vera@example.com", role = "viewer" });
        var token = Town.TokenOf(invited["link"]!);
        await mails.LookAsync();

        Assert.DoesNotContain(token, (await mails.Town.AdminAsync("GET", "/mails")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(mails.Town.Rig.Logs.All, line => line.Contains(token, StringComparison.Ordinal));
        Assert.All(mails.Town.Rig.AtRest(), part => Assert.DoesNotContain(token, part.Text, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("See http://evil.example/x", "See http: / / evil. example/ x")]
    [InlineData("Acme Inc. of Bern", "Acme Inc. of Bern")]
    [InlineData("a@b.example", "a@ b. example")]
    public void Plain_WhatLooksLikeAnAddress_IsTakenApart(string text, string plain) => Assert.Equal(plain, MailText.Plain(text));
}
