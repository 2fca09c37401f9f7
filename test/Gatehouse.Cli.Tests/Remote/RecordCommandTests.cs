using System.Text.Json;
using Gatehouse.Api.Mails;
using Gatehouse.Api.Notices;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Cli.Tests.Remote;

/// <summary>Records, audit and what was sent, of a server.</summary>
public sealed class RecordCommandTests
{
    private const string Policy = """{"version":"1","default":"deny","tools":{"test_simple_text":{}}}""";

    [Fact]
    public async Task Log_WithFilters_ShowsTheCallsOfTheServer()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync(Policy);
        await CallAsync(rig, world.Server, world.Token, "test_simple_text");
        await CallAsync(rig, world.Server, world.Token, "test_error_handling");
        await SettleAsync(rig);

        var all = Lines(await rig.DoAsync("log", "--json"));
        var denied = Lines(await rig.DoAsync("log", "--json", "--outcome", "denied"));
        var text = await rig.DoAsync("log", "--tool", "test_simple_text");
        var none = await rig.DoAsync("log", "--server", "other");

        Assert.Equal(["allowed", "denied"], all.Select(line => line.GetProperty("decision").GetString()).Order(StringComparer.Ordinal));
        Assert.Equal("test_error_handling", Assert.Single(denied).GetProperty("target").GetString());
        Assert.Contains("allowed", text.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("test_error_handling", text.Output, StringComparison.Ordinal);
        Assert.Equal("", none.Output);
        Assert.Equal(2, (await rig.RunAsync("log", "--outcome", "maybe")).Code);
    }

    [Fact]
    public async Task LogExport_ToAFile_HasEveryCallAndNoDraftIsLeft()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync(Policy);
        await CallAsync(rig, world.Server, world.Token, "test_simple_text");
        await SettleAsync(rig);
        var file = Path.Combine(rig.Folder, "calls.jsonl");

        // The people's clock of the rig stands still, and an export ends now.
        var done = await rig.DoAsync("log", "export", file, "--until", "2100-01-01T00:00:00Z");
        var csv = await rig.DoAsync("log", "export", "--format", "csv", "--until", "2100-01-01T00:00:00Z");

        Assert.StartsWith($"wrote {file}, ", done.Output, StringComparison.Ordinal);
        Assert.Contains("test_simple_text", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains("test_simple_text", csv.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(file + ".part"));
    }

    [Fact]
    public async Task Audit_ListedExportedAndVerified_IsTheSameChain()
    {
        await using var rig = await RemoteRig.StartAsync();
        await rig.DoAsync("servers", "add", "bank", "--url", "https://93.184.215.14/mcp");
        await rig.DoAsync("servers", "remove", "bank");
        var file = Path.Combine(rig.Folder, "audit.jsonl");

        var rows = (await rig.DoAsync("audit", "list", "--what", "server.created", "--json")).Json();
        await rig.DoAsync("audit", "export", file);
        var there = await rig.DoAsync("audit", "verify");
        var here = await rig.DoAsync("audit", "verify", file);

        Assert.Equal("bank", Assert.Single(rows.EnumerateArray()).GetProperty("subject_id").GetString());
        Assert.StartsWith("sound: rows 1 to ", there.Output, StringComparison.Ordinal);
        Assert.StartsWith("sound: rows 1 to ", here.Output, StringComparison.Ordinal);
        Assert.Contains("bank", (await rig.DoAsync("audit", "list", "--kind", "server", "--since", "1d")).Output, StringComparison.Ordinal);
        Assert.Equal(2, (await rig.RunAsync("audit", "list", "--since", "yesterday")).Code);
    }

    [Fact]
    public async Task AuditExport_OfAViewer_IsRefusedAndWritesNoFile()
    {
        await using var rig = await RemoteRig.StartAsync(Gatehouse.Api.People.Role.Viewer);
        var file = Path.Combine(rig.Folder, "audit.jsonl");
        var run = await rig.RunAsync("audit", "export", file);

        Assert.Equal(1, run.Code);
        Assert.False(File.Exists(file));
        Assert.False(File.Exists(file + ".part"));
    }

    [Fact]
    public async Task AuditExport_ToWhereAFolderIs_FailsAndLeavesNoDraft()
    {
        await using var rig = await RemoteRig.StartAsync();
        var folder = Directory.CreateDirectory(Path.Combine(rig.Folder, "audit.jsonl")).FullName;

        var run = await rig.RunAsync("audit", "export", folder);

        Assert.Equal(1, run.Code);
        Assert.False(File.Exists(folder + ".part"));
    }

    [Fact]
    public async Task Notices_Channels_AreAddedListedAndRemoved()
    {
        await using var rig = await RemoteRig.StartAsync();

        var added = await rig.DoAsync("notices", "channels", "add", "webhook", "pager", "--url", "https://93.184.215.14/x", "--json");
        var id = added.Json().GetProperty("channel").GetProperty("id").GetString()!;
        var listed = await rig.DoAsync("notices", "channels");
        await rig.DoAsync("notices", "channels", "remove", id);

        Assert.True(added.Json().TryGetProperty("secret", out _));
        Assert.Contains("pager", listed.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("/x", listed.Output, StringComparison.Ordinal);
        Assert.Equal("notices go nowhere\n", (await rig.DoAsync("notices", "channels")).Output);
        Assert.Equal("no notice was sent\n", (await rig.DoAsync("notices", "list")).Output);
        Assert.Equal(1, (await rig.RunAsync("notices", "retry", "ntc_absent")).Code);
    }

    [Fact]
    public async Task Mails_GivenUp_IsListedAndSentAgain()
    {
        await using var rig = await RemoteRig.StartAsync();
        var (id, now) = (Ids.New("mai"), rig.Server.Time.GetUtcNow());
        await rig.Server.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            db.Mails.Add(new Mail
            {
                Id = id, OrganisationId = rig.Key.OrganisationId, Kind = MailKind.Invitation, Recipient = "x@example.com", SealedText = "x",
                State = NoticeState.Dead, Next = now, Created = now, Expires = now.AddDays(1),
            });
            return await db.SaveChangesAsync();
        });

        var dead = (await rig.DoAsync("mails", "list", "--state", "dead", "--json")).Json();
        var again = await rig.DoAsync("mails", "retry", id);

        Assert.Equal(id, Assert.Single(dead.EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal($"{id} is sent again\n", again.Output);
        Assert.Equal("no e-mail was sent\n", (await rig.DoAsync("mails", "list", "--state", "dead")).Output);
    }

    private static async Task CallAsync(RemoteRig rig, string server, string token, string tool)
    {
        using var answer = await rig.Plane.SendAsync(
            HttpMethod.Post, $"/mcp/{server}/", token,
            $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{} } }""");
        await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private static async Task SettleAsync(RemoteRig rig) =>
        Assert.Null(await rig.Server.Ledger.Ledger.Index.CatchUpAsync(TestContext.Current.CancellationToken));

    private static JsonElement[] Lines(CommandRun run) =>
        [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
}
