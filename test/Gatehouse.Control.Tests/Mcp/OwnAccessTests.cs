using System.Text.Json;
using Gatehouse.Api.People;
using Gatehouse.Control.Mcp;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Recording;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Mcp;

/// <summary>Who is let in to the own server, what nobody is shown there, and that nothing of it changes anything.</summary>
public sealed class OwnAccessTests : IAsyncLifetime
{
    private const string List = """{"jsonrpc":"2.0","id":1,"method":"tools/list"}""";

    private OwnRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await OwnRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(Role.Viewer, 200, "tools")]
    [InlineData(Role.Approver, 403, "key-too-strong")]
    [InlineData(Role.PolicyManager, 403, "key-too-strong")]
    [InlineData(Role.Admin, 403, "key-too-strong")]
    public async Task Key_OfEachRole_IsLetInOnlyWhereItCouldDoNothingElsewhere(Role role, int status, string said)
    {
        var key = await _rig.Control.SeedAsync(role, _rig.Plane.Admin.OrganisationId);

        var answer = await _rig.PostAsync(key.Token, List);

        Assert.Equal(status, answer.Status);
        Assert.Contains(said, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stranger_IsRefused_WhateverIsSent()
    {
        using var nothing = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        using var empty = new StringContent(List, System.Text.Encoding.UTF8, "application/json");
        using var bare = await nothing.PostAsync(new Uri(_rig.Plane.Agents, OwnRig.Path), empty, TestContext.Current.CancellationToken);

        Assert.Equal(401, (int)bare.StatusCode);
        Assert.Equal("Bearer", bare.Headers.WwwAuthenticate.ToString());
        foreach (var token in new[] { SecretForms.ApiKey.Create(), SecretForms.Session.Create(), _rig.World.Token, "ghk_", _rig.Viewer.Token + "x" })
        {
            var (status, text) = await _rig.PostAsync(token, List);
            Assert.Equal(401, status);
            Assert.Contains("key-wrong", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Key_ThatIsRevokedOrOld_IsNotLetInWithTheNextCall()
    {
        await using var client = await _rig.ConnectAsync();
        await OwnRig.AskAsync(client, "list_policies");

        Assert.Equal(204, (await _rig.Plane.AdminAsync("DELETE", $"api-keys/{_rig.Viewer.Id}")).Status);

        Assert.Equal(401, (await _rig.PostAsync(_rig.Viewer.Token, OwnRig.Call("list_policies"))).Status);
        await Assert.ThrowsAnyAsync<Exception>(() => OwnRig.AskAsync(client, "list_policies"));
        await _rig.Control.RunAsync($"UPDATE api_keys SET expires = 0 WHERE id = '{_rig.Stranger.Id}'");
        Assert.Equal(401, (await _rig.PostAsync(_rig.Stranger.Token, List)).Status);
    }

    [Fact]
    public async Task Organisation_ThatIsFrozen_ShutsItsAgentsOut()
    {
        Assert.Equal(200, (await _rig.Plane.AdminAsync("PUT", "organisation/freeze", "{}")).Status);

        var (status, text) = await _rig.PostAsync(_rig.Viewer.Token, OwnRig.Call("list_policies"));

        Assert.Equal(403, status);
        Assert.Contains("organisation-frozen", text, StringComparison.Ordinal);
        Assert.Equal(200, (await _rig.PostAsync(_rig.Stranger.Token, List)).Status);
    }

    [Fact]
    public async Task Key_ThatAsksTooOften_Waits_AndNobodyElse()
    {
        await using var rig = await OwnRig.StartAsync(
            settings => settings with { Rates = settings.Rates with { Known = new RateShare(40, 1, TimeSpan.FromHours(1)) } });
        var answers = new List<int>();
        for (var i = 0; i < 45; i++)
        {
            answers.Add((await rig.PostAsync(rig.Viewer.Token, List)).Status);
        }

        Assert.Equal([.. Enumerable.Repeat(200, 40), .. Enumerable.Repeat(429, 5)], answers);
        Assert.Equal(200, (await rig.PostAsync(rig.Stranger.Token, List)).Status);
    }

    [Fact]
    public async Task WrongKeys_OfOneAddress_AreSlowedDown()
    {
        var last = 0;
        for (var i = 0; i < 70 && last != 429; i++)
        {
            last = (await _rig.PostAsync(SecretForms.ApiKey.Create(), List)).Status;
        }

        Assert.Equal(429, last);
        Assert.Equal(200, (await _rig.PostAsync(_rig.Viewer.Token, List)).Status);
    }

    [Fact]
    public async Task Key_WithFourRequestsUnderWay_IsRefusedAFifth()
    {
        // Who is let in has its use noted, which waits here.
        await using var beside = new SqliteConnection($"Data Source={_rig.Control.Ledger.Folder.State};Pooling=False");
        await beside.OpenAsync(TestContext.Current.CancellationToken);
        await using var writing = beside.BeginTransaction(deferred: false);
        var asked = Enumerable.Range(0, 5).Select(_ => _rig.PostAsync(_rig.Viewer.Token, List)).ToList();

        var (status, text) = await await Task.WhenAny(asked);
        Assert.Equal(429, status);
        Assert.Contains("too much at once", text, StringComparison.Ordinal);
        await writing.RollbackAsync(TestContext.Current.CancellationToken);

        Assert.Equal([200, 200, 200, 200, 429], (await Task.WhenAll(asked)).Select(answer => answer.Status).Order());
    }

    [Fact]
    public async Task Endpoint_IsOnTheAgentsListenerAlone_AndAnswersMessagesAlone()
    {
        Assert.Equal(404, (await _rig.Control.SendAsync("POST", OwnRig.Path, List, _rig.Viewer.Token)).Status);
        foreach (var (method, path) in new[] { (HttpMethod.Get, OwnRig.Path), (HttpMethod.Delete, OwnRig.Path), (HttpMethod.Get, OwnRig.Path + "/sse") })
        {
            using var answer = await _rig.Plane.SendAsync(method, path, _rig.Viewer.Token);
            Assert.Equal(405, (int)answer.StatusCode);
        }

        Assert.Equal(401, (await _rig.PostAsync("ghk_", List, OwnRig.Path + "/sse")).Status);
    }

    [Theory]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","method":"tools/list"}""", 400)]
    [InlineData("""[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]""", 400)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{}}""", 400)]
    [InlineData("""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_policies","arguments":{"limit":1,"limit":2}}}""", 400)]
    [InlineData("not json", 400)]
    public async Task Message_ThatTwoCouldReadDifferently_IsRefused(string body, int status) =>
        Assert.Equal(status, (await _rig.PostAsync(_rig.Viewer.Token, body)).Status);

    [Theory]
    [InlineData("resources/list")]
    [InlineData("prompts/list")]
    [InlineData("completion/complete")]
    [InlineData("tasks/list")]
    [InlineData("policies/approve")]
    public async Task Method_ThatIsNotOfTools_IsUnknown(string method)
    {
        var (_, text) = await _rig.PostAsync(_rig.Viewer.Token, $$$"""{"jsonrpc":"2.0","id":1,"method":"{{{method}}}","params":{}}""");

        Assert.Contains("\"error\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"result\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_ThatIsTooLong_IsRefused()
    {
        var (status, text) = await _rig.PostAsync(
            _rig.Viewer.Token, OwnRig.Call("validate_policy", $$"""{"document":"{{new string('x', 1024 * 1024)}}"}"""));

        Assert.Equal(413, status);
        Assert.Contains("body-too-large", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("list_policies", """{"limit":0}""")]
    [InlineData("list_policies", """{"limit":101}""")]
    [InlineData("list_policies", """{"limit":"5"}""")]
    [InlineData("list_policies", """{"all":true}""")]
    [InlineData("list_policies", """{"cursor":"x"}""")]
    [InlineData("get_policy", "{}")]
    [InlineData("get_policy", """{"policy_id":["a"]}""")]
    [InlineData("search_records", """{"since":"yesterday"}""")]
    [InlineData("search_catalogue", """{"category":"nice"}""")]
    [InlineData("draft_policy", """{"from":"server"}""")]
    [InlineData("draft_policy", """{"from":"server","server_id":"files","days":3}""")]
    [InlineData("draft_policy", """{"from":"thin air"}""")]
    [InlineData("simulate_call", """{"tool":"pay","arguments":[]}""")]
    [InlineData("validate_policy", """{"document":""}""")]
    public async Task Arguments_ThatDoNotFit_AreAFaultWithACodeAndHelp(string tool, string arguments)
    {
        var (json, isError) = await _rig.AskAsync(tool, JsonDocument.Parse(arguments).RootElement);

        Assert.True(isError);
        Assert.Contains(json.GetProperty("code").GetString(), new[] { "value-invalid", "query-invalid", "cursor-invalid" });
        Assert.NotEmpty(json.GetProperty("message").GetString()!);
    }

    [Fact]
    public async Task Document_LongerThanAPolicyIs_IsAFault()
    {
        var (json, isError) = await _rig.AskAsync("validate_policy", new { document = new string('x', 300_000) });

        Assert.Equal((true, "value-invalid"), (isError, json.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Thing_OfAnotherOrganisation_ReadsAsOneThatDoesNotExist()
    {
        var record = await _rig.RecordAsync("pay", rule: "(default deny)");
        await using var client = await _rig.ConnectAsync(_rig.Stranger);
        (string Tool, Func<string, object> Arguments, string Id)[] asked =
        [
            ("get_policy", id => new { policy_id = id }, _rig.World.Policy),
            ("list_policy_versions", id => new { policy_id = id }, _rig.World.Policy),
            ("compare_policy_versions", id => new { policy_id = id }, _rig.World.Policy),
            ("list_server_tools", id => new { server_id = id }, _rig.World.Server),
            ("get_server_tool", id => new { server_id = id, tool = "pay" }, _rig.World.Server),
            ("get_record", id => new { record_id = id }, record),
            ("explain_denial", id => new { record_id = id }, record),
            ("draft_policy", id => new { from = "server", server_id = id }, _rig.World.Server),
            ("draft_policy", id => new { from = "grant", grant_id = id }, _rig.World.Grant),
            ("draft_policy", id => new { from = "catalogue", catalogue_server = "x", policy_id = id }, _rig.World.Policy),
            ("validate_policy", id => new { document = OwnRig.Policy, policy_id = id }, _rig.World.Policy),
            ("validate_policy", id => new { document = OwnRig.Policy, server_id = id }, _rig.World.Server),
            ("simulate_call", id => new { tool = "pay", grant_id = id }, _rig.World.Grant),
            ("simulate_call", id => new { tool = "pay", policy_id = id }, _rig.World.Policy),
        ];
        foreach (var (tool, arguments, id) in asked)
        {
            var absent = new string('q', id.Length);
            var foreign = await OwnRig.AskAsync(client, tool, arguments(id));
            var nothing = await OwnRig.AskAsync(client, tool, arguments(absent));
            Assert.True(foreign.IsError, tool);
            Assert.Equal(nothing.Json.ToString().Replace(absent, id, StringComparison.Ordinal), foreign.Json.ToString());
        }

        foreach (var tool in new[] { "list_policies", "list_servers", "list_grants", "search_records" })
        {
            Assert.Empty((await OwnRig.AskAsync(client, tool)).Json.GetProperty("items").EnumerateArray());
        }
    }

    [Fact]
    public async Task EveryTool_WithEveryRolesKey_ChangesNothing()
    {
        var record = await _rig.RecordAsync("pay", outcome: RecordedOutcome.Pending, rule: "/tools/pay/action", approval: "apr_1");
        var keys = new List<SeededKey> { _rig.Viewer };
        foreach (var role in new[] { Role.Approver, Role.PolicyManager, Role.Admin })
        {
            keys.Add(await _rig.Control.SeedAsync(role, _rig.Plane.Admin.OrganisationId));
        }

        var before = await TablesAsync();
        var answered = 0;
        foreach (var (key, tool) in keys.SelectMany(key => OwnToolTable.All.Select(tool => (key, tool))))
        {
            var sent = tool.Takes.Where(one => one.IsNeeded || one.Name is "server_id" or "grant_id")
                .ToDictionary(one => one.Name, one => Value(one, record), StringComparer.Ordinal);
            var (status, _) = await _rig.PostAsync(key.Token, OwnRig.Call(tool.Name, JsonSerializer.Serialize(sent)));
            answered += status == 200 ? 1 : 0;
        }

        Assert.Equal(OwnToolTable.All.Length, answered);
        Assert.Equal(before, await TablesAsync());
    }

    [Fact]
    public async Task Id_OfTheOwnServer_IsGivenToNobody()
    {
        var made = await _rig.Plane.AdminAsync("POST", "servers", $$"""{"id":"gatehouse","url":"{{_rig.Plane.ServerUrl}}"}""");

        Assert.Equal((422, "server-id-reserved"), (made.Status, made.Code));
    }

    [Fact]
    public async Task Server_ThatHadTheIdBefore_KeepsItsAddress()
    {
        await _rig.Control.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            db.Servers.Add(new RegisteredServer
            {
                Id = "gatehouse", OrganisationId = _rig.Plane.Admin.OrganisationId, Name = "old", Url = _rig.Plane.ServerUrl, Created = _rig.Control.Time.GetUtcNow(),
            });
            return await db.SaveChangesAsync();
        });
        var issued = await _rig.Plane.AdminAsync("POST", "grants", $$"""
            {"label":"old","server_id":"gatehouse","policy_id":"{{_rig.World.Policy}}","owner_id":"{{_rig.Plane.Person}}","expires":"2027-01-01T00:00:00Z"}
            """);
        Assert.True(issued.Status == 201, issued.Text);

        Assert.Contains("simple text", (await _rig.Plane.CallAsync("gatehouse", issued["token"]!)).Text, StringComparison.Ordinal);
        Assert.Equal(401, (await _rig.PostAsync(_rig.Viewer.Token, List)).Status);
    }

    private static object Value(OwnParameter one, string record) => (one.Kind, one.Name) switch
    {
        (OwnKind.Whole, _) => 1,
        (OwnKind.Object, _) => new { },
        (OwnKind.Document, _) => OwnRig.Policy,
        (_, "record_id") => record,
        (_, "from") => "server",
        (_, "server_id") => "files",
        _ => one.Words.IsEmpty ? "x" : one.Words[0],
    };

    // Every row of the state but when keys were used last, and of the catalogue.
    private async Task<string> TablesAsync()
    {
        var rows = new List<string>();
        foreach (var file in new[] { _rig.Control.Ledger.Folder.State, Path.Combine(_rig.Control.Folder, "catalogue.db") })
        {
            await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False;Mode=ReadOnly");
            await connection.OpenAsync();
            foreach (var table in await ReadAsync(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%fts%'"))
            {
                var name = table.Trim('|');
                var all = await ReadAsync(connection, name == "api_keys" ? "SELECT id, role, revoked, expires FROM api_keys" : $"SELECT * FROM \"{name}\"");
                rows.Add($"{name}: {string.Join('\n', all)}");
            }
        }

        Assert.True(rows.Count > 20, "the walk went past the tables");
        return string.Join("\n\n", rows);
    }

    private static async Task<List<string>> ReadAsync(Microsoft.Data.Sqlite.SqliteConnection connection, string question)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = question;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => reader.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : reader.GetValue(i).ToString())));
        }

        return rows;
    }
}
