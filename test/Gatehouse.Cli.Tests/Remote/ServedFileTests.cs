using Gatehouse.Control.Declared;
using Gatehouse.Control.Tests;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Cli.Tests.Remote;

/// <summary>A server's things go to a <c>gatehouse.json</c> and back; nothing secret goes with them, and nothing is left out unsaid.</summary>
public sealed class ServedFileTests : IDisposable
{
    private readonly TempFolder _served = new();

    public void Dispose() => _served.Dispose();

    [Fact]
    public async Task Export_AsAServedFile_IsWhatAGatewayServes()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync();
        await rig.RunAsAsync(rig.Key.Token, "canary-5c1d", "servers", "secret", "set", world.Server, "authorization");

        var run = await rig.RunAsync("export", rig.Folder + "/out", "--as", "gatehouse.json");
        var file = Path.Combine(rig.Folder, "out", "gatehouse.json");
        var load = Load(file, ("MCP_FILES_AUTHORIZATION", "another secret"));

        Assert.Equal(0, run.Code);
        Assert.Contains("its secrets are expected in the environment: MCP_FILES_AUTHORIZATION", run.Output, StringComparison.Ordinal);
        Assert.Contains("its owner ann@example.com", run.Error, StringComparison.Ordinal);
        Assert.Empty(load.Findings);
        Assert.Equal(world.Server, Assert.Single(load.Config!.Servers).Facts.Id);
        Assert.Equal(TokenHash.Of(world.Token), Assert.Single(load.Config.Grants).Token);
        Assert.Equal("of files", load.Config.Grants[0].Policy!.Name);
        var everything = run.Output + run.Error + Everything(rig.Folder + "/out");
        Assert.DoesNotContain("canary", everything, StringComparison.Ordinal);
        Assert.DoesNotContain(world.Token, everything, StringComparison.Ordinal);

        // Without its secret nothing of it is served.
        Assert.Null(Load(file).Config);
    }

    [Fact]
    public async Task Export_ThenDeclared_HasTheSameThingsAndAgentsGoOn()
    {
        await using var rig = await StartDeclaredAsync();
        var world = await rig.Plane.WorldAsync();
        var before = await ListsAsync(rig);

        await DeclareAsync(rig);

        Assert.Equal(before, await ListsAsync(rig));
        Assert.Contains("This is a simple text response", (await rig.Plane.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);

        // What the file has is not exported again, and said so; the other form marks it and applies to the same server.
        var again = await rig.RunAsync("export", rig.Folder + "/again", "--as", "gatehouse.json", "--json");
        Assert.Equal(0, again.Json().GetProperty("servers").GetInt32());
        Assert.Equal(
            ["server files", "policy of files", "grant agent on files"],
            again.Json().GetProperty("not_in_file").EnumerateArray().Select(thing => thing.GetString()!.Replace(": left out: the operator's file has it", "", StringComparison.Ordinal)));
        await rig.DoAsync("export", rig.Folder + "/marked");
        Assert.Equal(3, Everything(rig.Folder + "/marked").Split("\"managed_by\": \"file\"").Length - 1);
        Assert.Equal("the server is as the files say\n", (await rig.DoAsync("apply", rig.Folder + "/marked")).Output);
    }

    [Theory]
    [InlineData("\"name\": \"files\"", "\"name\": \"Documents\"", "server")]
    [InlineData("\"expires\": \"2027", "\"expires\": \"2028", "grant")]
    [InlineData("\"policy\": \"of files\"", "\"policy\": null", "grant")]
    public async Task Apply_WhatTheOperatorsFileHas_IsRefusedBeforeAnythingIsDone(string what, string by, string kind)
    {
        await using var rig = await StartDeclaredAsync();
        await rig.Plane.WorldAsync();
        await DeclareAsync(rig);
        await rig.DoAsync("export", rig.Folder + "/marked");
        var main = Path.Combine(rig.Folder, "marked", "organisation.json");
        var changed = File.ReadAllText(main).Replace(what, by, StringComparison.Ordinal);
        Assert.NotEqual(changed, File.ReadAllText(main));
        File.WriteAllText(main, changed);

        var run = await rig.RunAsync("apply", rig.Folder + "/marked", "--yes");

        Assert.Equal(3, run.Code);
        Assert.Contains($"the {kind} `", run.Error, StringComparison.Ordinal);
        Assert.Contains("is kept in the operator's file", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Apply_ToAnotherServer_ThenExport_IsTheSameFileAndAgentsGoOn()
    {
        await using var from = await RemoteRig.StartPlaneAsync();
        var world = await from.Plane.WorldAsync();
        await from.DoAsync("policies", "attach", "of files", "--organisation");
        await from.RunAsAsync(from.Key.Token, "a secret", "servers", "secret", "set", world.Server, "authorization");
        await from.DoAsync("servers", "arguments", "store", world.Server, "--keep-days", "14", "--redact-name", "iban", "--redact-path", "args.customer");
        await from.RunAsync("export", from.Folder + "/out", "--as", "gatehouse.json");
        Assert.Contains("\"keep_days\": 14", Everything(from.Folder + "/out"), StringComparison.Ordinal);
        await using var to = await RemoteRig.StartPlaneAsync();

        var shown = await to.RunAsync("apply", from.Folder + "/out/gatehouse.json", "--owner", "ann@example.com");
        var run = await to.RunAsync("apply", from.Folder + "/out", "--yes", "--confirm", "--owner", "ann@example.com");
        var rest = await to.RunAsync("apply", from.Folder + "/out");
        await to.RunAsAsync(to.Key.Token, "another", "servers", "secret", "set", world.Server, "authorization");
        await to.RunAsync("export", to.Folder + "/out", "--as", "gatehouse.json");

        Assert.Equal(4, shown.Code);
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("+ server files", shown.Error, StringComparison.Ordinal);
        Assert.Contains("the value of its header authorization", shown.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Token", run.Output, StringComparison.Ordinal);
        Assert.Equal("the server is as the files say\n", rest.Output);
        Assert.Equal(Everything(from.Folder + "/out"), Everything(to.Folder + "/out"));
        Assert.Contains("This is a simple text response", (await to.Plane.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("organisation.json", "")]
    [InlineData("gatehouse.json", "/gatehouse.json")]
    public async Task Apply_WhoHasToAgree_GoesToAnotherServerAfterWhatTheFilesOpen(string form, string file)
    {
        await using var from = await RemoteRig.StartPlaneAsync();
        await from.Plane.WorldAsync();
        await from.Server.SendAsync(
            "PATCH", "/api/v1/organisation", """{"widening_needs_second":true,"owners_may_approve":true}""", from.Key.Token, ("If-Match", "*"));
        await from.RunAsync("export", from.Folder + "/out", "--as", form);
        await using var to = await RemoteRig.StartPlaneAsync();

        var shown = await to.RunAsync("apply", from.Folder + "/out" + file, "--owner", "ann@example.com");
        var run = await to.RunAsync("apply", from.Folder + "/out" + file, "--yes", "--confirm", "--owner", "ann@example.com");
        var now = await RawAsync(to, "organisation");

        Assert.Contains(
            "~ organisation: owners may approve no → yes; what opens needs a second person no → yes", shown.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("stays in the file alone: the gateway's own settings", shown.Error, StringComparison.Ordinal);
        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("\"widening_needs_second\":true", now, StringComparison.Ordinal);
        Assert.Contains("\"owners_may_approve\":true", now, StringComparison.Ordinal);
        Assert.Equal("the server is as the files say\n", (await to.RunAsync("apply", from.Folder + "/out" + file)).Output);
    }

    [Fact]
    public async Task Apply_FileOfBeforeARotation_ShowsAndPutsTheTokenBack()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync();
        await rig.RunAsync("export", rig.Folder + "/out", "--as", "gatehouse.json");
        await rig.DoAsync("grants", "rotate", "agent");

        var shown = await rig.RunAsync("apply", rig.Folder + "/out");
        var between = await rig.Plane.CallAsync(world.Server, world.Token);
        await rig.RunAsync("apply", rig.Folder + "/out", "--yes");
        var after = await rig.Plane.CallAsync(world.Server, world.Token);

        Assert.Equal(4, shown.Code);
        Assert.Contains("its token is the file's, those of before end", shown.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("This is a simple text response", between.Text, StringComparison.Ordinal);
        Assert.Contains("This is a simple text response", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_OverAFile_KeepsWhatOnlyTheFileSays()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync();
        await rig.RunAsAsync(rig.Key.Token, "a secret", "servers", "secret", "set", world.Server, "authorization");
        var folder = rig.Folder + "/out";
        await rig.RunAsync("export", folder, "--as", "gatehouse.json");
        var file = Path.Combine(folder, "gatehouse.json");
        File.WriteAllText(file, File.ReadAllText(file)
            .Replace("${env:MCP_FILES_AUTHORIZATION}", "Bearer ${env:OURS}", StringComparison.Ordinal)
            .Replace("\"headers\": {", "\"timeout\": \"9s\", \"headers\": { \"X-Gone\": \"1\",", StringComparison.Ordinal)
            .Replace("\"servers\": {", "\"listen\": \"127.0.0.1:9\", \"servers\": {\"local\": {\"command\": [\"mcp\"]},", StringComparison.Ordinal));

        var applied = await rig.RunAsync("apply", folder);
        var again = await rig.RunAsync("export", folder, "--as", "gatehouse.json");
        var replaced = await rig.RunAsync("export", folder, "--as", "gatehouse.json", "--replace");
        var text = File.ReadAllText(file);

        Assert.Contains("stays in the file alone: the gateway's own settings: listen", applied.Error, StringComparison.Ordinal);
        Assert.Contains("stays in the file alone: server files: timeout", applied.Error, StringComparison.Ordinal);
        Assert.Contains("+ server local", applied.Error, StringComparison.Ordinal);
        Assert.Equal((1, 0), (again.Code, replaced.Code));
        Assert.Contains("\"Bearer ${env:OURS}\"", text, StringComparison.Ordinal);
        Assert.Contains("\"timeout\": \"9s\"", text, StringComparison.Ordinal);
        Assert.Contains("\"listen\": \"127.0.0.1:9\"", text, StringComparison.Ordinal);
        Assert.Contains("the file had a header X-Gone that the server does not have", replaced.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"servers\"", "\"server\"", "is not valid")]
    [InlineData("of files", "../organisation/of files", "is not in the file's folder")]
    [InlineData("\"expires\": \"2", "\"expires\": \"x", "is not valid")]
    public async Task Apply_FileThatCannotBe_Exits3(string what, string by, string says)
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        await rig.Plane.WorldAsync();
        await rig.RunAsync("export", rig.Folder + "/out", "--as", "gatehouse.json");
        Directory.CreateDirectory(rig.Folder + "/organisation");
        File.Copy(rig.Folder + "/out/of files", rig.Folder + "/organisation/of files");
        var file = Path.Combine(rig.Folder, "out", "gatehouse.json");
        File.WriteAllText(file, File.ReadAllText(file).Replace(what, by, StringComparison.Ordinal));

        var run = await rig.RunAsync("apply", file, "--yes");

        Assert.Equal(3, run.Code);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
    }

    private static ConfigLoad Load(string file, params (string Name, string Value)[] variables) =>
        new ConfigFile(file, TimeProvider.System, name => variables.FirstOrDefault(one => one.Name == name).Value).Load();

    // A server that serves a file with nothing in it yet.
    private async Task<RemoteRig> StartDeclaredAsync()
    {
        var (file, findings) = DeclaredFile.Open(
            _served.Write("gatehouse.json", """{"servers":{}}"""), null, static _ => null, TimeProvider.System);
        Assert.Empty(findings);
        return await RemoteRig.StartPlaneAsync(file);
    }

    private async Task DeclareAsync(RemoteRig rig)
    {
        Assert.Equal(0, (await rig.RunAsync("export", _served.Path, "--as", "gatehouse.json", "--replace")).Code);
        rig.Server.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsAsync(() => rig.Server.Host.Services.GetRequiredService<DeclaredWatch>().IsIdle
            && RawAsync(rig, "grants").GetAwaiter().GetResult().Contains("\"managed_by\":\"file\"", StringComparison.Ordinal));
    }

    // Lists as people see them, without who keeps what and how often it changed.
    private static async Task<string> ListsAsync(RemoteRig rig)
    {
        var all = await RawAsync(rig, "servers") + await RawAsync(rig, "policies") + await RawAsync(rig, "grants");
        return System.Text.RegularExpressions.Regex.Replace(all.Replace(",\"managed_by\":\"file\"", "", StringComparison.Ordinal), "\"version\":[0-9]+", "");
    }

    private static async Task<string> RawAsync(RemoteRig rig, string list) =>
        (await rig.Server.SendAsync("GET", "/api/v1/" + list, null, rig.Key.Token)).Text;

    private static string Everything(string folder) => string.Concat(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal).Select(file => $"{Path.GetFileName(file)}\n{File.ReadAllText(file)}"));
}
