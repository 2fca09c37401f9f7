using Gatehouse.Api.People;

namespace Gatehouse.Cli.Tests.Remote;

public sealed class LoginCommandTests
{
    [Fact]
    public async Task Login_KeyFromStandardInput_IsKeptForTheOwnerAlone()
    {
        await using var rig = await RemoteRig.StartAsync(Role.Viewer);

        var login = await rig.RunFromFileAsync(rig.Key.Token + "\n", "login", rig.Address);
        var who = await rig.RunFromFileAsync("", "whoami", "--json");
        var logout = await rig.RunFromFileAsync("", "logout");
        var after = await rig.RunFromFileAsync("", "whoami");

        Assert.Equal((0, 0, 0, 1), (login.Code, who.Code, logout.Code, after.Code));
        Assert.Contains("as Viewer (viewer of Example)", login.Output, StringComparison.Ordinal);
        Assert.Equal(rig.Key.Id, who.Json().GetProperty("id").GetString());
        Assert.DoesNotContain(rig.Key.Token, login.Output + login.Error + who.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(rig.LoginFile));
    }

    [Fact]
    public async Task LoginAndLogout_AsJson_SayWhoAndWhereAndNeverTheKey()
    {
        await using var rig = await RemoteRig.StartAsync(Role.Viewer);

        var login = await rig.RunFromFileAsync(rig.Key.Token + "\n", "login", rig.Address, "--json");
        var logout = await rig.RunFromFileAsync("", "logout", "--json");
        var again = await rig.RunFromFileAsync("", "logout", "--json");

        Assert.Equal(rig.Key.Id, login.Json().GetProperty("who").GetProperty("id").GetString());
        Assert.Equal(rig.LoginFile, login.Json().GetProperty("kept_in").GetString());
        Assert.DoesNotContain(rig.Key.Token, login.Output + login.Error, StringComparison.Ordinal);
        Assert.True(logout.Json().GetProperty("was_logged_in").GetBoolean());
        Assert.False(again.Json().GetProperty("was_logged_in").GetBoolean());
    }

    [Fact]
    public async Task Login_FileAndFolder_AreForTheOwnerAlone()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        await using var rig = await RemoteRig.StartAsync();

        await rig.RunFromFileAsync(rig.Key.Token, "login", rig.Address);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(rig.LoginFile));
        File.SetUnixFileMode(rig.LoginFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        var exposed = await rig.RunFromFileAsync("", "whoami");
        Assert.Equal(1, exposed.Code);
        Assert.Contains("open to other users", exposed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Login_KeyThatTheServerDoesNotTake_KeepsNothing()
    {
        await using var rig = await RemoteRig.StartAsync();

        var run = await rig.RunFromFileAsync(rig.Key.Token[..^1] + (rig.Key.Token[^1] == 'a' ? 'b' : 'a'), "login", rig.Address);

        Assert.Equal(1, run.Code);
        Assert.Contains("the key is wrong, expired or revoked", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(rig.LoginFile));
    }

    [Fact]
    public async Task Login_WithoutAddressOrKey_SaysWhatIsMissing()
    {
        await using var rig = await RemoteRig.StartAsync();

        var nowhere = await rig.RunFromFileAsync("", "login");
        var nobody = await rig.RunFromFileAsync("", "login", rig.Address);

        Assert.Equal((2, 1), (nowhere.Code, nobody.Code));
        Assert.Contains("no API key was given", nobody.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoami_InWords_NamesOrganisationRoleAndRights()
    {
        await using var rig = await RemoteRig.StartAsync(Role.Approver);

        var run = await rig.DoAsync("whoami");

        Assert.Matches("role +approver", run.Output);
        Assert.Contains("settle_approvals", run.Output, StringComparison.Ordinal);
    }
}
