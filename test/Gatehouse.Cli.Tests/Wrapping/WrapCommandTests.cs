using System.Text.Json;
using Gatehouse.Cli.Tests.Scanning;
using Gatehouse.Cli.Wrapping;

namespace Gatehouse.Cli.Tests.Wrapping;

/// <summary>Configurations rewritten and put back, with servers that are real processes.</summary>
public sealed class WrapCommandTests : IDisposable
{
    private const string Secret = "sk-live-0123456789abcdef";
    private readonly TempFolder _folder = new();

    private string Policies => Path.Combine(_folder.Path, "policies");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Wrap_Program_GoesThroughRunAndTheRestStaysByteForByte()
    {
        var entry = CannedServer.Write(_folder, "notes", CannedServer.Tool("list_notes", "Lists notes."), more: """, "env": { "A": "${B}" }, "timeout": 7""");
        var text = $"// mine\n{{\n  \"other\": [1, 2,], /* kept */\n  \"mcpServers\": {{\n    {entry.Trim()},\n  }},\n}}\n";
        var config = _folder.Write("mcp.json", text);
        Environment.SetEnvironmentVariable("B", "b");

        var run = await WrapAsync(config);

        Assert.True(run.Code == 0, run.Error);
        var after = await ReadAsync(config);
        var args = Entry(after, "notes").GetProperty("args").EnumerateArray().Select(word => word.GetString()!).ToArray();
        Assert.Equal("/opt/gatehouse", Entry(after, "notes").GetProperty("command").GetString());
        Assert.Equal(["run", "--name"], args[..2]);
        Assert.Equal(["--", "/bin/sh", Path.Combine(_folder.Path, "notes.sh")], args[5..]);
        Assert.True(File.Exists(args[4]));
        Assert.Equal(0, (await CommandRun.Of("policy", "validate", args[4])).Code);
        Assert.StartsWith("// mine\n{\n  \"other\": [1, 2,], /* kept */\n", after, StringComparison.Ordinal);
        Assert.EndsWith(""", "env": { "A": "${B}" }, "timeout": 7 },""" + "\n  },\n}\n", after, StringComparison.Ordinal);
        Assert.Contains("  + ", run.Output, StringComparison.Ordinal);
        Assert.Contains("  - ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrap_Twice_ChangesOnceAndUndoBringsBackTheBytes()
    {
        var config = CannedServer.Config(_folder, CannedServer.Write(_folder, "notes", CannedServer.Tool("list_notes", "Lists notes.")));
        var before = await ReadAsync(config);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(config, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        await WrapAsync(config);
        var once = await ReadAsync(config);
        var again = await WrapAsync(config);
        var undone = await CommandRun.Of("wrap", "--config", config, "--undo");

        Assert.NotEqual(before, once);
        Assert.Contains("nothing to change", again.Output, StringComparison.Ordinal);
        Assert.Contains("it goes through gatehouse already", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, undone.Code);
        Assert.Equal(before, await ReadAsync(config));
        Assert.Empty(Directory.GetFiles(_folder.Path, "*backup*"));
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(config) == (UnixFileMode.UserRead | UnixFileMode.UserWrite));
        Assert.Contains("nothing to undo", (await CommandRun.Of("wrap", "--config", config, "--undo")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undo_FileChangedSince_IsLeftAndTheCopyNamed()
    {
        var config = CannedServer.Config(_folder, CannedServer.Write(_folder, "notes", CannedServer.Tool("list_notes", "Lists notes.")));
        await WrapAsync(config);
        var mine = await ReadAsync(config) + "// mine\n";
        await File.WriteAllTextAsync(config, mine, TestContext.Current.CancellationToken);

        var undone = await CommandRun.Of("wrap", "--config", config, "--undo");

        Assert.Equal(1, undone.Code);
        Assert.Contains("gatehouse-backup-", undone.Error, StringComparison.Ordinal);
        Assert.Equal(mine, await ReadAsync(config));
    }

    [Fact]
    public async Task Wrap_DryRunOrNobodyAgrees_ChangesNothing()
    {
        var config = CannedServer.Config(_folder, CannedServer.Write(_folder, "notes", CannedServer.Tool("list_notes", "Lists notes.")));
        var before = await ReadAsync(config);

        var dry = await WrapAsync(config, "--dry-run");
        var unasked = await CommandRun.Of("wrap", "--config", config, "--policies", Policies);

        Assert.Equal((0, 2), (dry.Code, unasked.Code));
        Assert.Contains("\"run\"", dry.Output, StringComparison.Ordinal);
        Assert.Equal(before, await ReadAsync(config));
        Assert.False(Directory.Exists(Policies));
    }

    [Fact]
    public async Task Wrap_ServerThatCannotBeRead_IsLeftAndSaid()
    {
        var config = CannedServer.Config(
            _folder, """ "gone": { "command": "no-such-program-at-all" } """,
            CannedServer.Write(_folder, "notes", CannedServer.Tool("list_notes", "Lists notes.")));

        var run = await WrapAsync(config);
        var after = await ReadAsync(config);

        Assert.Contains("left gone", run.Error, StringComparison.Ordinal);
        Assert.Equal("no-such-program-at-all", Entry(after, "gone").GetProperty("command").GetString());
        Assert.Equal("/opt/gatehouse", Entry(after, "notes").GetProperty("command").GetString());
    }

    [Fact]
    public async Task Wrap_Address_KeepsItsSecretOutOfTheCommandAndOfWhatIsShown()
    {
        await using var server = await Demo.PaymentsServer.StartAsync(TestContext.Current.CancellationToken);
        var config = CannedServer.Config(_folder, $$""" "pay": { "type": "http", "url": "{{server.Address}}", "headers": { "Authorization": "Bearer {{Secret}}" }, "timeout": 9 } """);

        var run = await WrapAsync(config);

        Assert.True(run.Code == 0, run.Error);
        var entry = Entry(await ReadAsync(config), "pay");
        var args = entry.GetProperty("args").EnumerateArray().Select(word => word.GetString()!).ToArray();
        Assert.Equal(["--upstream", server.Address, "--header-env", "Authorization: GATEHOUSE_HEADER_1"], args[5..]);
        Assert.Equal("Bearer " + Secret, entry.GetProperty("env").GetProperty("GATEHOUSE_HEADER_1").GetString());
        Assert.Equal(("stdio", 9), (entry.GetProperty("type").GetString(), entry.GetProperty("timeout").GetInt32()));
        Assert.False(entry.TryGetProperty("url", out _));
        Assert.DoesNotContain(Secret, run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrap_WhatWasWrapped_IsScannedBehindIt()
    {
        var config = CannedServer.Config(_folder, CannedServer.Write(_folder, "notes", CannedServer.Tool("delete_repository", "Deletes a repository.")));
        await WrapAsync(config);

        var json = (await CommandRun.Of("scan", "--config", config, "--yes", "--baseline", Path.Combine(_folder.Path, "b.json"), "--json")).Json();

        var server = json.GetProperty("servers")[0];
        Assert.True(server.GetProperty("places")[0].GetProperty("wrapped").GetBoolean());
        Assert.Equal("delete_repository", server.GetProperty("tools")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Wrap_Toml_KeepsCommentsAndTables()
    {
        CannedServer.Write(_folder, "notes", CannedServer.Tool("list_notes", "Lists notes."));
        var script = Path.Combine(_folder.Path, "notes.sh");
        var config = _folder.Write("config.toml", $"# mine\n[mcp_servers.notes] # here\ncommand = '/bin/sh' # shell\nargs = [ '{script}' ]\n\n[mcp_servers.notes.env]\nA = \"1\"\n");

        var run = await WrapAsync(config);

        Assert.True(run.Code == 0, run.Error);
        var after = await ReadAsync(config);
        Assert.Contains("command = \"/opt/gatehouse\" # shell\nargs = [\"run\", \"--name\", ", after, StringComparison.Ordinal);
        Assert.EndsWith($"\"--\", \"/bin/sh\", \"{script}\"]\n\n[mcp_servers.notes.env]\nA = \"1\"\n", after, StringComparison.Ordinal);
        var server = Assert.Single(Cli.Stack.ClientFile.Read(config, Cli.Stack.Machine.Here()).Servers);
        Assert.True(server.IsWrapped);
    }

    [Fact]
    public void Changes_LinesThatDiffer_AreShownWithANeighbour() => Assert.Equal(
        [(' ', "aaa"), ('-', "bbb"), ('+', "xxx"), ('+', "yyy")],
        LineDiff.Changes(["zzz", "aaa", "bbb", "ccc"], ["zzz", "aaa", "xxx", "yyy", "ccc"]));

    private Task<CommandRun> WrapAsync(string config, params string[] more) =>
        CommandRun.Of(["wrap", "--config", config, "--yes", "--policies", Policies, "--program", "/opt/gatehouse", .. more]);

    private static JsonElement Entry(string text, string server) =>
        JsonDocument.Parse(text, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })
            .RootElement.GetProperty("mcpServers").GetProperty(server);

    private static Task<string> ReadAsync(string path) => File.ReadAllTextAsync(path, TestContext.Current.CancellationToken);
}
