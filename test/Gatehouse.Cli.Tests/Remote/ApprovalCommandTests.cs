using Gatehouse.Api.People;
using Gatehouse.Control.Tests.Approvals;

namespace Gatehouse.Cli.Tests.Remote;

/// <summary>Requests of a server, answered from a command line.</summary>
public sealed class ApprovalCommandTests : IAsyncLifetime
{
    private readonly TempFolder _home = new();
    private ApprovalWorld _world = null!;
    private string _bob = "";

    public async ValueTask InitializeAsync()
    {
        _world = await ApprovalWorld.StartAsync();
        (_, _bob) = await _world.MemberAsync("bob", Role.Approver);
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Approve_WithComment_LetsTheCallThroughOnce()
    {
        var id = await _world.ParkAsync("""{"note":"\u202ehidden"}""");
        var listed = (await DoAsync("approvals", "--json")).Json();
        var shown = await DoAsync("approvals", "show", id);
        var done = await DoAsync("approve", id, "--comment", "asked the customer");
        var after = (await DoAsync("approvals", "show", id, "--json")).Json();

        Assert.Equal(id, listed[0].GetProperty("id").GetString());
        Assert.Contains("test_simple_text on", shown.Output, StringComparison.Ordinal);
        Assert.Contains(@"\{U+202E}hidden", shown.Output, StringComparison.Ordinal);
        Assert.StartsWith($"approved {id}; the same call can be made once until ", done.Output, StringComparison.Ordinal);
        Assert.Contains("asked the customer", after.GetProperty("history").ToString(), StringComparison.Ordinal);
        Assert.Contains(ApprovalWorld.Ran, await _world.CallAsync("""{"note":"\u202ehidden"}"""), StringComparison.Ordinal);
        Assert.Equal("no call waits\n", (await DoAsync("approvals")).Output);
        Assert.Contains(id, (await DoAsync("approvals", "--all")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuse_WithComment_IsInTheHistory()
    {
        var id = await _world.ParkAsync();
        var done = await DoAsync("refuse", id, "--comment", "not today", "--json");

        Assert.Equal("refused", done.Json().GetProperty("state").GetString());
        Assert.Contains("not today", done.Json().GetProperty("history").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_OfAnotherCallThanWasLookedAt_ApprovesNothing()
    {
        var id = await _world.ParkAsync();
        var run = await RunAsync(_bob, "approve", id, "--digest", new string('0', 64));

        Assert.Equal(1, run.Code);
        Assert.Contains("is not the call that you looked at", run.Error, StringComparison.Ordinal);
        Assert.Equal("open", await _world.StateAsync(id, _bob));
    }

    [Fact]
    public async Task Approve_ByTheGrantsOwner_IsRefusedByFourEyes()
    {
        var id = await _world.ParkAsync();
        var run = await RunAsync(_world.Rig.Admin.Token, "approve", id);

        Assert.Equal(1, run.Code);
        Assert.Equal("open", await _world.StateAsync(id, _bob));
    }

    [Fact]
    public async Task Approvals_WithADataFolder_MeansThisMachine()
    {
        await _world.ParkAsync();
        var here = await RunAsync(_bob, "approvals", "--data", Path.Combine(_home.Path, "nothing"));

        Assert.DoesNotContain("test_simple_text", here.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approvals_WithHalfALogin_FailsAndDoesNotMeanThisMachine()
    {
        var run = await CommandRun.AroundAsync(
            new Dictionary<string, string> { ["GATEHOUSE_API_KEY"] = _bob }, Path.Combine(_home.Path, "config"), "", "approvals");

        Assert.Equal(1, run.Code);
        Assert.Contains("GATEHOUSE_API_KEY is set and the other is not", run.Error, StringComparison.Ordinal);
    }

    private async Task<CommandRun> DoAsync(params string[] args)
    {
        var run = await RunAsync(_bob, args);
        Assert.Equal((0, ""), (run.Code, run.Error));
        return run;
    }

    private Task<CommandRun> RunAsync(string key, params string[] args) => CommandRun.AroundAsync(
        new Dictionary<string, string>
        {
            ["GATEHOUSE_SERVER"] = _world.Rig.Control.Address.GetLeftPart(UriPartial.Authority), ["GATEHOUSE_API_KEY"] = key,
        },
        Path.Combine(_home.Path, "config"), "", args);
}
