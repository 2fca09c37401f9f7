namespace Gatehouse.Cli.Tests.Remote;

public sealed class MembersCommandTests
{
    [Fact]
    public async Task Invite_ThenWithdraw_IsListedUntilThen()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();

        var invited = await rig.DoAsync("members", "invite", "ada@example.com", "viewer");
        var waiting = (await rig.DoAsync("members", "invitations", "--json")).Json();
        await rig.DoAsync("members", "withdraw", waiting[0].GetProperty("id").GetString()!);
        var none = await rig.DoAsync("members", "invitations");

        Assert.Contains("http://127.0.0.1:8090/", invited.Output, StringComparison.Ordinal);
        Assert.Equal("ada@example.com", waiting[0].GetProperty("email").GetString());
        Assert.Equal("no invitation waits\n", none.Output);
    }

    [Fact]
    public async Task Role_OfTheLastAdmin_StaysAndAnothersChanges()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();

        var last = await rig.RunAsync("members", "role", "ann@example.com", "viewer");
        var listed = await rig.DoAsync("members", "list");
        var nobody = await rig.RunAsync("members", "role", "nobody@example.com", "viewer");

        Assert.Equal(1, last.Code);
        Assert.Contains("without an admin", last.Error, StringComparison.Ordinal);
        Assert.Matches("per_.* ann@example.com +admin", listed.Output);
        Assert.Contains("nobody with the address", nobody.Error, StringComparison.Ordinal);
        Assert.Equal(2, (await rig.RunAsync("members", "role", "ann@example.com", "king")).Code);
    }

    [Theory]
    [InlineData]
    [InlineData("--revoke-grants", "--hand-over-to", "x@example.com")]
    public async Task Remove_WithoutSayingWhatBecomesOfGrants_AsksForIt(params string[] more)
    {
        await using var rig = await RemoteRig.StartAsync();

        var run = await rig.RunAsync(["members", "remove", "ann@example.com", .. more]);

        Assert.Equal(2, run.Code);
        Assert.Contains("--hand-over-to", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PasswordLink_OfAMember_IsShownOnce()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();

        var run = await rig.DoAsync("members", "password-link", "ann@example.com");

        Assert.Contains("http://127.0.0.1:8090/", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ApiKey_NewThenRevoked_WorksUntilThen()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();

        var created = (await rig.DoAsync("api-keys", "new", "nightly", "viewer", "--expires", "2026-12-24", "--json")).Json();
        var token = created.GetProperty("token").GetString()!;
        var id = created.GetProperty("api_key").GetProperty("id").GetString()!;
        var before = await rig.RunAsAsync(token, "", "servers", "list");
        await rig.DoAsync("api-keys", "revoke", id);
        var after = await rig.RunAsAsync(token, "", "servers", "list");
        var listed = await rig.DoAsync("api-keys", "list");

        Assert.Equal((0, 1), (before.Code, after.Code));
        Assert.DoesNotContain(token, listed.Output, StringComparison.Ordinal);
        Assert.Matches($"{id}.* nightly .* 2026-11-23T12:00:00Z", listed.Output);
    }
}
