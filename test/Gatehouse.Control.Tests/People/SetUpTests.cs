using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.People;

public sealed class SetUpTests
{
    [Fact]
    public async Task SetUp_ByTheLink_MakesAnOrganisationAndItsAdminWhoSignsIn()
    {
        await using var town = await Town.BuildAsync();

        var me = await town.AdminAsync("GET", "/session");

        Assert.Equal((200, "person", "admin", Town.AdminEmail), (me.Status, me["kind"], me["role"], me["label"]));
        Assert.Equal("Example", me.Json.GetProperty("organisation").GetProperty("name").GetString());
        Assert.Contains("change_members", me.Json.GetProperty("rights").EnumerateArray().Select(right => right.GetString()));
    }

    [Fact]
    public async Task SetUp_ByAUsedLink_IsGone()
    {
        await using var rig = await ControlRig.StartAsync();
        var token = await Town.SetUpTokenAsync(rig);
        Assert.Equal(201, (await SendAsync(rig, token)).Status);

        var again = await SendAsync(rig, token, "other@example.com");

        Assert.Equal((410, "link-invalid"), (again.Status, again.Code));
    }

    [Fact]
    public async Task SetUp_ByTheSameLinkManyTimesAtOnce_MakesOneOrganisation()
    {
        await using var rig = await ControlRig.StartAsync();
        var token = await Town.SetUpTokenAsync(rig);

        var replies = await Task.WhenAll(Enumerable.Range(0, 4).Select(number => SendAsync(rig, token, $"p{number}@example.com")));

        Assert.Single(replies, reply => reply.Status == 201);
        Assert.Equal(3, replies.Count(reply => reply.Code == "link-invalid"));
        Assert.Equal(1, await rig.WithAsync(services => services.GetRequiredService<ControlDb>().Users.CountAsync()));
    }

    [Fact]
    public async Task SetUp_AfterADay_IsGone()
    {
        await using var rig = await ControlRig.StartAsync();
        var token = await Town.SetUpTokenAsync(rig);
        rig.Time.Advance(TimeSpan.FromHours(24));

        Assert.Equal(410, (await SendAsync(rig, token)).Status);
    }

    [Fact]
    public async Task SetUp_ByTheLinkOfAnEarlierStart_IsGone()
    {
        await using var rig = await ControlRig.StartAsync();
        var token = await Town.SetUpTokenAsync(rig);
        await Town.SetUpTokenAsync(rig);

        Assert.Equal(410, (await SendAsync(rig, token)).Status);
    }

    [Fact]
    public async Task NewLink_WithAnOrganisation_IsNone()
    {
        await using var town = await Town.BuildAsync();

        Assert.Null(await town.Rig.WithAsync(services =>
            services.GetRequiredService<SetUpAdministration>().NewLinkAsync(CancellationToken.None)));
    }

    [Theory]
    [InlineData("short", "password-weak")]
    [InlineData("aaaaaaaaaaaaaaaa", "password-weak")]
    public async Task SetUp_WithAWeakPassword_LeavesTheLinkUsable(string password, string code)
    {
        await using var rig = await ControlRig.StartAsync();
        var token = await Town.SetUpTokenAsync(rig);

        var refused = await SendAsync(rig, token, password: password);

        Assert.Equal((422, code), (refused.Status, refused.Code));
        Assert.Equal(201, (await SendAsync(rig, token)).Status);
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("a@b@c")]
    [InlineData("a b@example.com")]
    [InlineData("<script>@example.com")]
    public async Task SetUp_WithWhatIsNoAddress_IsRefused(string email)
    {
        await using var rig = await ControlRig.StartAsync();

        var refused = await SendAsync(rig, await Town.SetUpTokenAsync(rig), email);

        Assert.Equal((422, "value-invalid"), (refused.Status, refused.Code));
    }

    private static Task<Reply> SendAsync(
        ControlRig rig, string token, string email = Town.AdminEmail, string password = Town.Password) =>
        rig.SendAsync("POST", "/api/v1/setup", Town.Json(new { token, organisation = "Example", email, password }));
}
