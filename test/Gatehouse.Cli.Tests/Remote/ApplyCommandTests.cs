using Gatehouse.Control.Tests;

namespace Gatehouse.Cli.Tests.Remote;

public sealed class ApplyCommandTests
{
    [Fact]
    public async Task Export_ThenApply_HasNothingToDo()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync();
        await rig.DoAsync("servers", "arguments", "store", world.Server, "--keep-days", "7", "--redact-path", "args.customer");
        await rig.RunAsAsync(rig.Key.Token, "canary-5c1d", "servers", "secret", "set", world.Server, "authorization");
        var folder = Path.Combine(rig.Folder, "files");

        await rig.DoAsync("export", folder);
        var applied = await rig.DoAsync("apply", folder);
        var again = await rig.RunAsync("export", folder);
        var everything = string.Concat(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(File.ReadAllText));

        Assert.Equal("the server is as the files say\n", applied.Output);
        Assert.Equal(1, again.Code);
        Assert.Contains("args.customer", everything, StringComparison.Ordinal);
        Assert.Contains("ann@example.com", everything, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Token, everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_ChangedFiles_ShowsThePlanAndDoesItOnlyWhenAgreed()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync();
        var folder = Path.Combine(rig.Folder, "files");
        await rig.DoAsync("export", folder);
        var main = Path.Combine(folder, "organisation.json");
        File.WriteAllText(Path.Combine(folder, "policies", "of-files.json"), PlaneRig.ShutPolicy);
        File.WriteAllText(main, File.ReadAllText(main)
            .Replace("\"name\": \"files\"", "\"name\": \"Documents\", \"store_arguments\": {\"keep_days\": 9}", StringComparison.Ordinal)
            .Replace("\"grants\": [", $$"""
                "grants": [{"label":"second","server":"{{world.Server}}","policy":"of files","owner":"ann@example.com","expires":"2026-12-24T00:00:00Z"},
                """, StringComparison.Ordinal));

        var shown = await rig.RunAsync("apply", folder);
        var before = await rig.Plane.CallAsync(world.Server, world.Token);
        var applied = await rig.RunAsync("apply", folder, "--yes");
        var after = await rig.Plane.CallAsync(world.Server, world.Token);
        var rest = await rig.DoAsync("apply", folder);

        Assert.Equal((4, 0), (shown.Code, applied.Code));
        Assert.Contains("~ policy of files: its document", shown.Error, StringComparison.Ordinal);
        Assert.Contains("~ server files: name files → Documents; stores no values → values of arguments for 9 days", shown.Error, StringComparison.Ordinal);
        Assert.Contains("+ grant second on files", shown.Error, StringComparison.Ordinal);
        Assert.Contains("made 3 of 3 changes", applied.Output, StringComparison.Ordinal);
        Assert.Contains("claude mcp add", applied.Output, StringComparison.Ordinal);
        Assert.Contains("This is a simple text response", before.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("This is a simple text response", after.Text, StringComparison.Ordinal);
        Assert.Equal("the server is as the files say\n", rest.Output);
    }

    [Fact]
    public async Task Apply_WhatTheOrganisationWantsTwoFor_IsToldAsProposedAndProposedOnce()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync(PlaneRig.ShutPolicy);
        await rig.Server.SendAsync("PATCH", "/api/v1/organisation", """{"widening_needs_second":true}""", rig.Key.Token, ("If-Match", "*"));
        var folder = Path.Combine(rig.Folder, "files");
        await rig.DoAsync("export", folder);
        File.WriteAllText(Path.Combine(folder, "policies", "of-files.json"), PlaneRig.OpenPolicy);

        var first = await rig.RunAsync("apply", folder, "--yes", "--confirm");
        var again = await rig.RunAsync("apply", folder, "--yes", "--confirm");
        var json = await rig.RunAsync("apply", folder, "--yes", "--confirm", "--json");
        var versions = (await rig.DoAsync("policies", "versions", "of files", "--json")).Json();
        var called = await rig.Plane.CallAsync(world.Server, world.Token);

        Assert.Equal((5, "policy of files: version 2 is proposed, waits for a second person\nmade 0 of 1 changes\n"), (first.Code, first.Output));
        Assert.Equal(
            (5, "policy of files: version 2 is proposed, waits for a second person\nthe server is as the files say, but for what waits\n"),
            (again.Code, again.Output));
        var change = Assert.Single(json.Json().GetProperty("changes").EnumerateArray());
        Assert.Equal((5, false, 2), (json.Code, change.GetProperty("done").GetBoolean(), change.GetProperty("proposed").GetInt32()));
        Assert.Equal(2, versions.GetArrayLength());
        Assert.DoesNotContain("This is a simple text response", called.Text, StringComparison.Ordinal);

        // Another document is another proposal; what is in force is nothing to do.
        File.WriteAllText(Path.Combine(folder, "policies", "of-files.json"), PlaneRig.OpenPolicy + " ");
        Assert.Equal(5, (await rig.RunAsync("apply", folder, "--yes", "--confirm")).Code);
        Assert.Equal(3, (await rig.DoAsync("policies", "versions", "of files", "--json")).Json().GetArrayLength());
        File.WriteAllText(Path.Combine(folder, "policies", "of-files.json"), PlaneRig.ShutPolicy);
        Assert.Equal("the server is as the files say\n", (await rig.DoAsync("apply", folder)).Output);
    }

    [Fact]
    public async Task Apply_ToAnotherOrganisation_MakesPoliciesServersAndGrants()
    {
        await using var from = await RemoteRig.StartPlaneAsync();
        await from.Plane.WorldAsync();
        await from.DoAsync("policies", "attach", "of files", "--organisation");
        await using var to = await RemoteRig.StartPlaneAsync();
        var folder = Path.Combine(from.Folder, "files");
        await from.DoAsync("export", folder);

        var run = await to.RunAsync("apply", folder, "--yes", "--confirm", "--json");
        var rest = await to.DoAsync("apply", folder);

        Assert.Equal((0, 1), (run.Code, run.Json().GetProperty("grants").GetArrayLength()));
        Assert.Equal("the server is as the files say\n", rest.Output);
    }

    [Theory]
    [InlineData("\"policy\": \"of files\"", "\"policy\": \"elsewhere\"", "the policy `elsewhere` is used and not listed")]
    [InlineData("ann@example.com", "nobody@example.com", "is no member")]
    [InlineData("policies/of-files.json", "../../etc/passwd", "is not in the folder")]
    [InlineData("\"version\": 1", "\"version\": 1, \"more\": 2", "is not as it should be")]
    public async Task Apply_FilesThatCannotBe_Exits3(string what, string by, string says)
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        await rig.Plane.WorldAsync();
        var folder = Path.Combine(rig.Folder, "files");
        await rig.DoAsync("export", folder);
        var main = Path.Combine(folder, "organisation.json");
        File.WriteAllText(main, File.ReadAllText(main).Replace(what, by, StringComparison.Ordinal));

        var run = await rig.RunAsync("apply", folder, "--yes");

        Assert.Equal(3, run.Code);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }
}
