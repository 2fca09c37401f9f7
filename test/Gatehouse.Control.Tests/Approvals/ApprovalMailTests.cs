using Gatehouse.Api.People;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Notices;
using Gatehouse.Control.Tests.Mails;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Control.Tests.Approvals;

public class ApprovalMailTests : IAsyncLifetime
{
    private readonly SmtpListener _server = new();
    private ApprovalWorld _world = null!;
    private NoticeWorker _notices = null!;
    private MailWorker _mails = null!;

    public async ValueTask InitializeAsync()
    {
        // The ledger goes by the machine's clock, and a link is over with its request.
        _world = await ApprovalWorld.StartAsync(
            ""","expires":"10m" """, settings => settings with { Mail = MailTown.Plain(_server) }, start: TimeProvider.System.GetUtcNow());
        var parts = _world.Rig.Control.Host.Services;
        (_mails, var time) = MailTown.Worker(_world.Rig.Control);
        _notices = new NoticeWorker(
            parts.GetRequiredService<IServiceScopeFactory>(), parts.GetRequiredService<NoticeSender>(), time, NullLogger<NoticeWorker>.Instance);
        var made = await _world.Rig.AdminAsync("POST", "notices/channels", """{"kind":"email","label":"approvers"}""");
        Assert.Equal(201, made.Status);
    }

    public async ValueTask DisposeAsync()
    {
        await _notices.DisposeAsync();
        await _mails.DisposeAsync();
        await _world.DisposeAsync();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Mail_CallIsParked_GoesOnceToThoseWhoMayAnswerAndToNobodyElse()
    {
        await _world.MemberAsync("bob", Role.Approver);
        await _world.MemberAsync("vic", Role.Viewer);
        await _world.MemberAsync("pam", Role.PolicyManager);
        await _world.MemberAsync("elsewhere", Role.Approver, "other-server");
        await _world.ParkAsync("""{"note":"CANARY"}""");

        var sent = await LookAsync();
        Assert.Empty(await LookAsync());

        // The grant's owner, an admin, is not among them: four eyes.
        var mail = Assert.Single(sent);
        Assert.Equal("bob@example.com", mail.To);
        Assert.DoesNotContain("CANARY", mail.Text, StringComparison.Ordinal);
        Assert.Contains("test_simple_text", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_Opened_ShowsWhatTheMailSaysAndAnswersNothing()
    {
        var (_, bob) = await _world.MemberAsync("bob", Role.Approver);
        var (id, token) = await LinkAsync();

        var shown = await OpenAsync(id, token);

        Assert.Equal((200, "bob@example.com", "open"), (shown.Status, shown["email"], shown["state"]));
        Assert.DoesNotContain("arguments", shown.Text, StringComparison.Ordinal);
        Assert.Equal("open", await _world.StateAsync(id, bob));

        // The link signs nobody in.
        Assert.Equal(401, (await _world.Rig.Control.SendAsync("POST", $"/api/v1/approvals/{id}/approve", $$"""{"link":"{{token}}"}""")).Status);
        Assert.Equal("open", await _world.StateAsync(id, bob));
    }

    [Fact]
    public async Task Link_InAnAnswer_HoldsForItsReceiverAndThisRequest()
    {
        var (_, bob) = await _world.MemberAsync("bob", Role.Approver);
        var (id, token) = await LinkAsync();
        var (_, cat) = await _world.MemberAsync("cat", Role.Approver);
        var other = await _world.ParkAsync("""{"another":1}""");
        var digest = (await _world.GetAsync("/" + id, bob))["digest"];
        var otherDigest = (await _world.GetAsync("/" + other, bob))["digest"];

        var forwarded = await _world.PostAsync($"/{id}/approve", $$"""{"digest":"{{digest}}","link":"{{token}}"}""", cat);
        var elsewhere = await _world.PostAsync($"/{other}/approve", $$"""{"digest":"{{otherDigest}}","link":"{{token}}"}""", bob);
        var changed = await _world.PostAsync($"/{id}/approve", $$"""{"digest":"{{digest}}","link":"{{Flip(token)}}"}""", bob);
        var right = await _world.PostAsync($"/{id}/approve", $$"""{"digest":"{{digest}}","link":"{{token}}"}""", bob);

        Assert.All([forwarded, elsewhere, changed], reply => Assert.Equal((403, "link-not-yours"), (reply.Status, reply.Code)));
        Assert.Equal((200, "approved"), (right.Status, right["state"]));
        Assert.Contains(ApprovalWorld.Ran, await _world.CallAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Link_OfAnotherRequestChangedExpiredOrOfWhoMayNoMore_ShowsNothing()
    {
        var (person, _) = await _world.MemberAsync("bob", Role.Approver);
        var (id, token) = await LinkAsync();
        var other = await _world.ParkAsync("""{"another":1}""");

        Assert.Equal(410, (await OpenAsync(other, token)).Status);
        Assert.Equal(410, (await OpenAsync(id, Flip(token))).Status);
        Assert.Equal(410, (await OpenAsync(id, "")).Status);

        var changed = await _world.Rig.AdminAsync("PATCH", $"members/{person}", """{"role":"viewer"}""", ("If-Match", "\"1\""));
        Assert.Equal(200, changed.Status);
        Assert.Equal(410, (await OpenAsync(id, token)).Status);
        await _world.Rig.AdminAsync("PATCH", $"members/{person}", """{"role":"approver"}""", ("If-Match", "\"2\""));
        Assert.Equal(200, (await OpenAsync(id, token)).Status);
        _world.Rig.Control.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(410, (await OpenAsync(id, token)).Status);
    }

    [Fact]
    public async Task Mail_RequestWasSettledMeanwhile_IsNotSent()
    {
        var (_, bob) = await _world.MemberAsync("bob", Role.Approver);
        var id = await _world.ParkAsync();
        await _notices.LookAsync();
        await _world.ApproveAsync(id, bob);

        await _mails.LookAsync();

        Assert.Empty(_server.Taken);
    }

    [Fact]
    public async Task Channel_WithAnAddressForEMail_IsRefused()
    {
        var made = await _world.Rig.AdminAsync("POST", "notices/channels", """{"kind":"email","label":"x","url":"https://example.com/"}""");
        var missing = await _world.Rig.AdminAsync("POST", "notices/channels", """{"kind":"slack","label":"x"}""");

        Assert.Equal((422, "value-invalid"), (made.Status, made.Code));
        Assert.Equal((422, "value-invalid"), (missing.Status, missing.Code));
    }

    private async Task<(string Id, string Token)> LinkAsync()
    {
        var id = await _world.ParkAsync();
        var link = Assert.Single(await LookAsync()).Link;
        Assert.StartsWith($"http://127.0.0.1:8090/approvals/{id}?link=", link, StringComparison.Ordinal);
        return (id, link.Split("link=")[1]);
    }

    private async Task<List<TakenMail>> LookAsync()
    {
        await _notices.LookAsync();
        await _mails.LookAsync();
        var taken = _server.Taken.ToList();
        _server.Taken.Clear();
        return taken;
    }

    private Task<Reply> OpenAsync(string id, string token) =>
        _world.Rig.Control.SendAsync("POST", $"/api/v1/approvals/{id}/link", $$"""{"token":"{{token}}"}""");

    private static string Flip(string token) => token[..^6] + (token[^6] == 'A' ? 'B' : 'A') + token[^5..];
}
