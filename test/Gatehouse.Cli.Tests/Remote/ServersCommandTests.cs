using Gatehouse.Control.Tests;

namespace Gatehouse.Cli.Tests.Remote;

public sealed class ServersCommandTests
{
    [Fact]
    public async Task Server_FromRegisteringToRemoving_IsAsTheVerbsSay()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();

        var added = await rig.DoAsync("servers", "add", "files", "--url", rig.Plane.ServerUrl, "--tag", "docs", "--allow", "roots");
        var tested = await rig.DoAsync("servers", "test", "files");
        var listed = await rig.DoAsync("servers", "list");
        var shown = (await rig.DoAsync("servers", "show", "files", "--json")).Json();
        var removed = await rig.DoAsync("servers", "remove", "files");
        var gone = await rig.RunAsync("servers", "show", "files");

        Assert.Contains("asks clients for  roots", added.Output, StringComparison.Ordinal);
        Assert.StartsWith("ok: ", tested.Output, StringComparison.Ordinal);
        Assert.Contains("files  files", listed.Output, StringComparison.Ordinal);
        Assert.Equal(rig.Plane.ServerUrl, shown.GetProperty("url").GetString());
        Assert.Contains("removed files", removed.Output, StringComparison.Ordinal);
        Assert.Equal(1, gone.Code);
    }

    [Fact]
    public async Task Secret_FromStandardInput_IsSavedAndNeverShown()
    {
        const string value = "Bearer canary-7f3a";
        await using var rig = await RemoteRig.StartPlaneAsync();
        await rig.DoAsync("servers", "add", "files", "--url", rig.Plane.ServerUrl);

        var saved = await rig.RunAsAsync(rig.Key.Token, value + "\n", "servers", "secret", "set", "files", "authorization");
        var nothing = await rig.RunAsAsync(rig.Key.Token, "", "servers", "secret", "set", "files", "authorization");
        var shown = await rig.DoAsync("servers", "show", "files");
        var removed = await rig.DoAsync("servers", "secret", "remove", "files", "authorization", "--json");

        Assert.Equal((0, 1), (saved.Code, nothing.Code));
        Assert.Contains("authorization (used)", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", saved.Output + saved.Error + shown.Output + removed.Output, StringComparison.Ordinal);
        Assert.Equal(0, removed.Json().GetProperty("secrets").GetArrayLength());
    }

    [Fact]
    public async Task Arguments_StoredAndReadAndForgotten_AreAsTheVerbsSay()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync();
        var set = await rig.DoAsync("servers", "arguments", "store", world.Server, "--keep-days", "365", "--redact-name", "iban");
        using (await rig.Plane.SendAsync(HttpMethod.Post, $"/mcp/{world.Server}/", world.Token, """
            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"test_simple_text","arguments":{"to":"shop\u202e","iban":"canary-1","pin":1234}}}
            """))
        {
        }

        var call = "";
        await Eventually.IsAsync(async () =>
        {
            await rig.Server.Ledger.Ledger.Index.CatchUpAsync(TestContext.Current.CancellationToken);
            call = (await rig.DoAsync("log", "--json", "--limit", "1")).Json().GetProperty("call").GetString()!;
            return (await rig.DoAsync("log", "arguments", call, "--json")).Json().GetProperty("state").GetString() == "stored";
        });
        var read = await rig.DoAsync("log", "arguments", call);
        var forgotten = await rig.DoAsync("servers", "arguments", "forget", world.Server);
        var gone = await rig.DoAsync("log", "arguments", call);
        var off = await rig.DoAsync("servers", "arguments", "off", world.Server);
        var wrong = await rig.RunAsync("servers", "arguments", "store", world.Server, "--keep-days", "400");

        Assert.Equal($"{world.Server} stores values of arguments for 365 days, without iban\n", set.Output);
        Assert.Contains("redacted   args.pin (number)", read.Output, StringComparison.Ordinal);
        Assert.Contains("shop", read.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u202e", read.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", read.Output, StringComparison.Ordinal);
        Assert.Equal($"forgot the stored arguments of {world.Server}\n", forgotten.Output);
        Assert.StartsWith("the arguments were to be stored and are not there", gone.Output, StringComparison.Ordinal);
        Assert.Equal($"{world.Server} stores no values of arguments\n", off.Output);
        Assert.Equal(1, wrong.Code);
    }

    [Fact]
    public async Task Test_OfAServerThatIsAway_Exits4()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        await rig.DoAsync("servers", "add", "away", "--url", "http://127.0.0.1:9/mcp");

        var run = await rig.RunAsync("servers", "test", "away");

        Assert.Equal(4, run.Code);
        Assert.StartsWith("connect: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tools_AfterAFirstCall_AreListed()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync();
        await rig.Plane.CallAsync(world.Server, world.Token);

        var run = await rig.DoAsync("servers", "tools", world.Server);
        var unnamed = await rig.RunAsync("servers", "accept", world.Server);
        await rig.Plane.Control.Ledger.Definitions.ReportAsync(
            world.Server,
            [Gateway.Tools.ToolDefinition.Stored("test_simple_text", """{"inputSchema":{"type":"object"},"name":"test_simple_text"}"""u8.ToArray())],
            TestContext.Current.CancellationToken);
        var unseen = await rig.RunAsync("servers", "accept", world.Server, "test_simple_text");
        var other = await rig.RunAsync("servers", "accept", world.Server, "test_simple_text@00000000");
        var asked = System.Text.RegularExpressions.Regex.Match(unseen.Error, "test_simple_text@[0-9a-f]{8}").Value;
        var accepted = await rig.DoAsync("servers", "accept", world.Server, asked);

        Assert.Contains("test_simple_text", run.Output, StringComparison.Ordinal);
        Assert.Contains("accepted", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, unnamed.Code);
        Assert.All([unseen, other], run => Assert.Contains("was looked at is not said", run.Error, StringComparison.Ordinal));
        Assert.Contains("accepted test_simple_text", accepted.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Freeze_OfServerAndGrant_DeniesUntilThawed()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync();

        foreach (string[] what in new[] { ["server", world.Server], new[] { "grant", "agent" } })
        {
            await rig.DoAsync(["freeze", .. what, "--why", "trial"]);
            var denied = await rig.Plane.CallAsync(world.Server, world.Token);
            var thawed = await rig.DoAsync(["thaw", .. what]);
            var allowed = await rig.Plane.CallAsync(world.Server, world.Token);

            Assert.Contains("is not frozen", thawed.Output, StringComparison.Ordinal);
            Assert.Contains("frozen", denied.Text, StringComparison.OrdinalIgnoreCase);
            Assert.Contains("This is a simple text response", allowed.Text, StringComparison.Ordinal);
        }
    }
}
