using Gatehouse.Api.People;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Snapshots;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Upstreams;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Declared;

/// <summary>What the operator's file says holds, is listed, and is changed nowhere else.</summary>
public sealed class DeclaredFileTests : IAsyncDisposable
{
    private const string Open = """{"version":"1","default":"deny","tools":{"read_file":{}}}""";
    private const string Shut = """{"version":"1","default":"deny"}""";

    private readonly TempFolder _folder = new();
    private readonly string _token = GrantToken.Create();
    private ControlRig? _rig;

    public async ValueTask DisposeAsync()
    {
        await (_rig?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Dispose();
    }

    [Fact]
    public async Task File_AtTheStart_IsInForceAndListedAsItsOwn()
    {
        var key = await StartAsync(Config());

        var server = await GetAsync("servers/files", key);
        var grant = await GetAsync("grants/bot", key);
        var policies = await GetAsync("policies", key);
        Assert.Equal(("file", "file"), (server["managed_by"], grant["managed_by"]));
        Assert.Equal("policy.json", policies.Json.GetProperty("items")[0].GetProperty("name").GetString());
        Assert.Equal("file", policies.Json.GetProperty("items")[0].GetProperty("managed_by").GetString());
        var found = Publisher.Current.FindGrant(TokenHash.Of(_token)!.Value);
        Assert.Equal("bot", found!.Id);
        var entry = Assert.IsType<UpstreamEntry.Http>(found.Server.Entry);
        Assert.Equal("CANARY-SECRET", entry.Headers["x-api-key"]);
        foreach (var path in new[] { "servers", "servers/files", "grants", "policies", "audit?limit=200" })
        {
            Assert.DoesNotContain("CANARY-SECRET", (await GetAsync(path, key)).Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("PATCH", "servers/files", """{"name":"New"}""")]
    [InlineData("DELETE", "servers/files", null)]
    [InlineData("PUT", "servers/files/policy", """{"policy_id":null}""")]
    [InlineData("PUT", "servers/files/secrets/x-other", """{"value":"secret"}""")]
    [InlineData("PUT", "servers/files/auth", """{"kind":"oauth"}""")]
    [InlineData("PATCH", "grants/bot", """{"label":"new"}""")]
    [InlineData("DELETE", "grants/bot", null)]
    [InlineData("PUT", "grants/bot/policy", """{"policy_id":null}""")]
    [InlineData("POST", "grants/bot/rotate", "{}")]
    [InlineData("PATCH", "policies/POLICY", """{"name":"new"}""")]
    [InlineData("DELETE", "policies/POLICY", null)]
    [InlineData("POST", "policies/POLICY/versions", """{"document":"{\"version\":\"1\",\"default\":\"allow\"}"}""")]
    [InlineData("POST", "policies/POLICY/rollback", """{"number":1}""")]
    public async Task Change_OfWhatTheFileKeeps_IsRefused(string method, string path, string? json)
    {
        var key = await StartAsync(Config());
        var policy = (await GetAsync("policies", key)).Json.GetProperty("items")[0].GetProperty("id").GetString()!;
        path = path.Replace("POLICY", policy, StringComparison.Ordinal);

        var reply = await _rig!.SendAsync(method, "/api/v1/" + path, json, key.Token, ("If-Match", "*"));

        Assert.Equal((409, "managed-by-file"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task StoreArguments_OfTheFile_IsShownAndHoldsForItsOrganisation()
    {
        var key = await StartAsync("""
            {"servers":{"files":{"url":"https://mcp.example.com/mcp","store_arguments":{"keep_days":3,"redact":{"names":["iban"]}}}}}
            """);

        Assert.Equal("""{"keep_days":3,"redact":{"names":["iban"],"paths":[],"values":[]}}""", (await GetAsync("servers/files", key))["store_arguments"]);
        var keeping = Publisher.Current.Servers["files"].Keeping!;
        Assert.Equal((key.OrganisationId, 3), (keeping.Owner, keeping.KeptDays));
        await WriteAsync("""{"servers":{"files":{"url":"https://mcp.example.com/mcp"}}}""");
        Assert.Null(Publisher.Current.Servers["files"].Keeping);
    }

    [Fact]
    public async Task Freeze_OfWhatTheFileKeeps_WorksAndStays()
    {
        var key = await StartAsync(Config());

        Assert.Equal(200, (await _rig!.SendAsync("PUT", "/api/v1/grants/bot/freeze", "{}", key.Token)).Status);
        await WriteAsync(Config(label: "renamed"));

        var grant = await GetAsync("grants/bot", key);
        Assert.Equal("renamed", grant["label"]);
        Assert.True(grant.Json.TryGetProperty("frozen", out _));
    }

    [Fact]
    public async Task File_Changed_HoldsAtOnce()
    {
        var key = await StartAsync(Config());
        var before = Publisher.Current.FindGrant(TokenHash.Of(_token)!.Value)!;
        Write("policy.json", Shut);
        await LookAsync();
        var policy = (await GetAsync("policies", key)).Json.GetProperty("items")[0];
        Assert.Equal(2, policy.GetProperty("current").GetInt32());
        Assert.NotSame(before.Policy, Publisher.Current.FindGrant(TokenHash.Of(_token)!.Value)!.Policy);

        // Without its grant the token opens nothing; without its server, it is gone.
        await WriteAsync(Config(grants: false));
        Assert.Null(Publisher.Current.FindGrant(TokenHash.Of(_token)!.Value));
        Assert.NotNull((await GetAsync("grants/bot", key))["revoked"]);
        await WriteAsync("""{"servers":{}}""");
        Assert.Equal(404, (await GetAsync("servers/files", key)).Status);

        // And back again.
        await WriteAsync(Config());
        Assert.NotNull(Publisher.Current.FindGrant(TokenHash.Of(_token)!.Value));
    }

    [Fact]
    public async Task File_WithAnotherToken_OpensByItAlone_AndTheGrantIsOneVersionOn()
    {
        var key = await StartAsync(Config());
        var (first, second) = (GrantToken.Create(), GrantToken.Create());
        var version = (await GetAsync("grants/bot", key)).Json.GetProperty("version").GetInt32();
        foreach (var (token, at) in new[] { (first, 1), (second, 2) })
        {
            await WriteAsync(Config().Replace(TokenHash.Of(_token)!.Value.ToHex(), TokenHash.Of(token)!.Value.ToHex(), StringComparison.Ordinal));

            Assert.NotNull(Publisher.Current.FindGrant(TokenHash.Of(token)!.Value));
            Assert.Null(Publisher.Current.FindGrant(TokenHash.Of(_token)!.Value));
            Assert.Equal(version + at, (await GetAsync("grants/bot", key)).Json.GetProperty("version").GetInt32());
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("""{"servers":{"files":{"url":"https://mcp.example.com/mcp"}},"grants":[{"id":"x"}]}""")]
    [InlineData("""{"servers":{"removed":{"url":"https://mcp.example.com/mcp"}}}""")]
    public async Task File_ThatIsNoneOrTakesWhatWasRemoved_ChangesNothing(string text)
    {
        var key = await StartAsync(Config());
        var made = await _rig!.SendAsync("POST", "/api/v1/servers", """{"id":"removed","url":"https://93.184.215.14/mcp"}""", key.Token);
        Assert.Equal(201, made.Status);
        Assert.Equal(204, (await _rig.SendAsync("DELETE", "/api/v1/servers/removed", null, key.Token, ("If-Match", "*"))).Status);

        await WriteAsync(text);

        Assert.NotNull(Publisher.Current.FindGrant(TokenHash.Of(_token)!.Value));
        Assert.Equal(404, (await GetAsync("servers/removed", key)).Status);
    }

    [Fact]
    public async Task File_WithAnIdThatPeopleMade_TakesItOver()
    {
        var key = await StartAsync(Config());
        var made = await _rig!.SendAsync("POST", "/api/v1/servers", """{"id":"ours","url":"https://93.184.215.14/mcp"}""", key.Token);
        Assert.Equal(201, made.Status);

        await WriteAsync("""{"servers":{"ours":{"url":"https://mcp.example.com/mcp"}}}""");

        var server = await GetAsync("servers/ours", key);
        Assert.Equal(("file", "https://mcp.example.com/mcp"), (server["managed_by"], server["url"]));
    }

    [Fact]
    public async Task Start_WithoutTheFile_LeavesItsThingsToPeople()
    {
        var key = await StartAsync(Config());
        await new DeclaredRelease(_rig!.Host.Services.GetRequiredService<IServiceScopeFactory>()).StartAsync(CancellationToken.None);

        var server = await GetAsync("servers/files", key);
        var changed = await _rig.SendAsync("PATCH", "/api/v1/grants/bot", """{"label":"new"}""", key.Token, ("If-Match", "*"));

        Assert.False(server.Json.TryGetProperty("managed_by", out _));
        Assert.Equal((200, "new"), (changed.Status, changed["label"]));
        Assert.NotNull(Publisher.Current.FindGrant(TokenHash.Of(_token)!.Value));
    }

    [Fact]
    public async Task Restart_WithTheSameFile_ChangesNothing()
    {
        var key = await StartAsync(Config());
        var rows = (await GetAsync("audit?limit=200", key)).Json.GetProperty("items").GetArrayLength();

        await _rig!.WithAsync(async services =>
        {
            var (file, _) = DeclaredFile.Open(Path.Combine(_folder.Path, "gatehouse.json"), null, Variable, _rig.Time);
            return await services.GetRequiredService<DeclaredState>().ApplyAsync(file!.First, null, isNews: false, CancellationToken.None);
        });

        Assert.Equal(rows, (await GetAsync("audit?limit=200", key)).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task File_WithTheIdOfTheOwnServer_IsNotTakenOver()
    {
        var key = await StartAsync(Config(grants: false).Replace("\"files\":{", "\"gatehouse\":{", StringComparison.Ordinal));

        Assert.Equal(404, (await GetAsync("servers/gatehouse", key)).Status);
        Assert.Empty((await GetAsync("policies", key)).Json.GetProperty("items").EnumerateArray());
    }

    private SnapshotPublisher Publisher => _rig!.Host.Services.GetRequiredService<SnapshotPublisher>();

    private static string? Variable(string name) => name == "FILES_KEY" ? "CANARY-SECRET" : null;

    private string Config(string label = "Bot", bool grants = true) =>
        """{"servers":{"files":{"name":"Files","url":"https://mcp.example.com/mcp","headers":{"x-api-key":"${env:FILES_KEY}"}}},"grants":["""
        + (grants
            ? """{"id":"bot","label":"LABEL","server":"files","policy":"policy.json","tags":{"team":"a"},"expires":"2027-01-01T00:00:00Z","token_sha256":"HASH"}"""
                .Replace("LABEL", label, StringComparison.Ordinal).Replace("HASH", TokenHash.Of(_token)!.Value.ToHex(), StringComparison.Ordinal)
            : "")
        + "]}";

    private async Task<SeededKey> StartAsync(string text)
    {
        Write("policy.json", Open);
        var path = Write("gatehouse.json", text);
        _rig = await ControlRig.StartAsync(plane: plane => plane with
        {
            Declared = DeclaredFile.Open(path, null, Variable, TimeProvider.System).File,
        });
        var key = await _rig.SeedAsync(Role.Admin);
        Assert.Null(await Publisher.StartAsync(CancellationToken.None));

        // There was no organisation at the start.
        await _rig.Host.Services.GetRequiredService<DeclaredWatch>().LookAsync();
        return key;
    }

    private async Task WriteAsync(string text)
    {
        Write("gatehouse.json", text);
        await LookAsync();
    }

    private async Task LookAsync()
    {
        // The file is looked at each second, and what it says is taken over by the watch.
        _rig!.Time.Advance(TimeSpan.FromSeconds(1));
        await Eventually.IsAsync(() => _rig.Host.Services.GetRequiredService<DeclaredWatch>().IsIdle);
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.At(name), text);
        return _folder.At(name);
    }

    private Task<Reply> GetAsync(string path, SeededKey key) => _rig!.SendAsync("GET", "/api/v1/" + path, token: key.Token);
}
