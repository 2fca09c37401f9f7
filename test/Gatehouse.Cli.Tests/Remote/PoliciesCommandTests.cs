using Gatehouse.Control.Tests;

namespace Gatehouse.Cli.Tests.Remote;

public sealed class PoliciesCommandTests
{
    [Fact]
    public async Task Policy_SavedTwice_IsInForceAndRolledBack()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var shut = rig.Write("shut.json", PlaneRig.ShutPolicy);
        var open = rig.Write("open.json", PlaneRig.OpenPolicy);

        await rig.DoAsync("policies", "new", "floor", shut, "-m", "shut at first");
        var saved = await rig.DoAsync("policies", "save", "floor", open, "-m", "open one tool", "--confirm");
        var versions = await rig.DoAsync("policies", "versions", "floor");
        var diff = await rig.RunAsync("policies", "diff", "floor");
        await rig.DoAsync("policies", "rollback", "floor", "1", "-m", "too wide");
        var document = await rig.DoAsync("policies", "show", "floor", "--document");

        Assert.Contains("in force with version 2", saved.Output, StringComparison.Ordinal);
        Assert.Matches("2 .* yes +saved +open one tool", versions.Output);
        Assert.Contains("test_simple_text", diff.Output, StringComparison.Ordinal);
        Assert.Contains("may open more", diff.Error, StringComparison.Ordinal);
        Assert.Equal(PlaneRig.ShutPolicy, document.Output);
    }

    [Fact]
    public async Task Save_FromAnOlderVersion_IsRefusedWithTheDifference()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        await rig.DoAsync("policies", "new", "floor", rig.Write("shut.json", PlaneRig.ShutPolicy));
        var open = rig.Write("open.json", PlaneRig.OpenPolicy);
        await rig.DoAsync("policies", "save", "floor", open, "--confirm");

        var run = await rig.RunAsync("policies", "save", "floor", rig.Write("mine.json", PlaneRig.ShutPolicy), "--match", "1");

        Assert.Equal(1, run.Code);
        Assert.Contains("test_simple_text", run.Error, StringComparison.Ordinal);
        Assert.Equal(PlaneRig.OpenPolicy, (await rig.DoAsync("policies", "show", "floor", "--document")).Output);
    }

    [Fact]
    public async Task New_DocumentThatDoesNotValidate_Exits3WithPlaces()
    {
        await using var rig = await RemoteRig.StartAsync();

        var run = await rig.RunAsync("policies", "new", "floor", rig.Write("wrong.json", """{"version":"1","default":"maybe"}"""));

        Assert.Equal(3, run.Code);
        Assert.Contains("document:1:", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attach_ToGrantServerAndOrganisation_IsSeenThere()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync();
        await rig.DoAsync("policies", "new", "floor", rig.Write("shut.json", PlaneRig.ShutPolicy));

        foreach (string[] place in new[] { ["--grant", "agent"], ["--server", world.Server], new[] { "--organisation" } })
        {
            await rig.DoAsync(["policies", "attach", "floor", .. place]);
        }

        var denied = await rig.Plane.CallAsync(world.Server, world.Token);
        var shown = await rig.DoAsync("policies", "show", "floor");
        var used = await rig.RunAsync("policies", "remove", "floor");
        var nowhere = await rig.RunAsync("policies", "attach", "floor");

        Assert.DoesNotContain("This is a simple text response", denied.Text, StringComparison.Ordinal);
        Assert.Matches("attached to .*grant agent", shown.Output);
        Assert.Equal((1, 2), (used.Code, nowhere.Code));
        await rig.DoAsync("policies", "detach", "--organisation");
        Assert.DoesNotContain("organisation", (await rig.DoAsync("policies", "show", "floor")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulate_DraftOrGrant_IsExplained_AndEffectsNameEveryTool()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync();
        await rig.Plane.CallAsync(world.Server, world.Token);
        var shut = rig.Write("shut.json", PlaneRig.ShutPolicy);

        var inForce = await rig.DoAsync("policies", "simulate", "--grant", "agent", "--tool", "test_simple_text");
        var draft = await rig.DoAsync("policies", "simulate", "--file", shut, "--grant", "agent", "--tool", "test_simple_text", "--json");
        var effects = await rig.DoAsync("policies", "effects", "--grant", "agent");
        var wrong = await rig.RunAsync("policies", "simulate", "--grant", "agent", "--tool", "x", "--args", "{");
        var invalid = await rig.RunAsync("policies", "simulate", "--file", rig.Write("no.json", "{}"), "--tool", "x");

        Assert.Contains("test_simple_text: allowed", inForce.Output, StringComparison.Ordinal);
        Assert.Equal("(default deny)", draft.Json().GetProperty("rule").GetString());
        Assert.Matches("test_simple_text +low +allow", effects.Output);
        Assert.Matches(@"test_error_handling .*deny\)", effects.Output);
        Assert.Equal((2, 3), (wrong.Code, invalid.Code));
    }

    [Fact]
    public async Task Tests_BesideAPolicy_RunAndRefuseASave()
    {
        await using var rig = await RemoteRig.StartAsync();
        var (open, shut) = (rig.Write("open.json", PlaneRig.OpenPolicy), rig.Write("shut.json", PlaneRig.ShutPolicy));
        var tests = rig.Write("p.test.json", """
            {"policy":"p","cases":[{"name":"text goes through","call":{"tool":"test_simple_text"},"expect":{"outcome":"allowed"}}]}
            """);

        await rig.DoAsync("policies", "new", "p", open, "--confirm");
        await rig.DoAsync("policies", "tests", "set", "p", tests);
        var run = await rig.DoAsync("policies", "tests", "run", "p");
        var draft = await rig.RunAsync("policies", "tests", "run", "p", "--file", shut);
        var refused = await rig.RunAsync("policies", "save", "p", shut);

        Assert.Contains("1 passed, 0 failed", run.Output, StringComparison.Ordinal);
        Assert.Equal((4, 4), (draft.Code, refused.Code));
        Assert.Contains("FAILED  text goes through", refused.Error, StringComparison.Ordinal);
        Assert.Equal(File.ReadAllText(tests), (await rig.DoAsync("policies", "tests", "show", "p")).Output);
        await rig.DoAsync("policies", "tests", "set", "p");
        await rig.DoAsync("policies", "save", "p", shut);
    }

    [Fact]
    public async Task List_PolicyThatIsOnlyProposed_HasNothingInForce()
    {
        await using var rig = await RemoteRig.StartAsync();
        await rig.Server.SendAsync("PATCH", "/api/v1/organisation", """{"widening_needs_second":true}""", rig.Key.Token, ("If-Match", "*"));

        var made = await rig.DoAsync("policies", "new", "p", rig.Write("open.json", PlaneRig.OpenPolicy), "--confirm");
        var list = await rig.DoAsync("policies", "list");
        var shown = await rig.DoAsync("policies", "show", "p");

        Assert.Contains("nothing of it is in force; version 1 is proposed", made.Output, StringComparison.Ordinal);
        Assert.Matches("p +nothing; proposed 1 +0 ", list.Output);
        Assert.Matches("in force +nothing; proposed 1\n", shown.Output);
    }

    [Fact]
    public async Task Confirm_ByAKeyThatNoPersonMade_IsRefused_AndWithdrawTakesItBack()
    {
        await using var rig = await RemoteRig.StartAsync();
        await rig.DoAsync("policies", "new", "p", rig.Write("shut.json", PlaneRig.ShutPolicy));
        await rig.Server.SendAsync("PATCH", "/api/v1/organisation", """{"widening_needs_second":true}""", rig.Key.Token, ("If-Match", "*"));

        var saved = await rig.DoAsync("policies", "save", "p", rig.Write("open.json", PlaneRig.OpenPolicy), "--confirm");
        var confirmed = await rig.RunAsync("policies", "confirm", "p", "2");
        var withdrawn = await rig.DoAsync("policies", "withdraw", "p", "2");
        var versions = await rig.DoAsync("policies", "versions", "p");

        Assert.Contains("version 2 may open something and waits", saved.Output, StringComparison.Ordinal);
        Assert.Contains("no person has made the API key", confirmed.Error, StringComparison.Ordinal);
        Assert.Contains("in force with version 1", withdrawn.Output, StringComparison.Ordinal);
        Assert.Matches("2 .* yes +withdrawn", versions.Output);
    }

    [Fact]
    public async Task ReplaySuggestObserve_OfRealCalls_TellWhatWouldBe()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync();
        var shut = rig.Write("shut.json", PlaneRig.ShutPolicy);
        await rig.DoAsync("policies", "observe", "start", "of files", shut);
        await rig.Plane.CallAsync(world.Server, world.Token);
        Assert.Null(await rig.Server.Ledger.Ledger.Index.CatchUpAsync(CancellationToken.None));

        var replayed = await rig.RunAsync("policies", "replay", "--policy", "of files", "--file", shut);
        var suggested = await rig.RunAsync("policies", "suggest", "agent");
        var report = await rig.DoAsync("policies", "observe", "report", "of files");
        await rig.DoAsync("policies", "observe", "promote", "of files");
        var stopped = await rig.RunAsync("policies", "observe", "stop", "of files");

        // What was promoted is in force, and nothing is observed any more.
        Assert.Equal(1, stopped.Code);
        Assert.Contains("no version that is observed", stopped.Error, StringComparison.Ordinal);
        Assert.Equal((4, 0), (replayed.Code, suggested.Code));
        Assert.Matches(@"test_simple_text +allowed +denied +\(default deny\) +1", replayed.Output);
        Assert.Contains("\"test_simple_text\"", suggested.Output, StringComparison.Ordinal);
        Assert.Matches(@"test_simple_text +allowed +denied +\(default deny\) +1", report.Output);
        Assert.Equal(PlaneRig.ShutPolicy, (await rig.DoAsync("policies", "show", "of files", "--document")).Output);
    }
}
