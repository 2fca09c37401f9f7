using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Gatehouse.Api.People;
using Gatehouse.Control.Declared;
using Gatehouse.Control.People;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Fixture;
using Gatehouse.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Gatehouse.Control.Tests;

/// <summary>Both listeners over one database, and a real MCP server behind the agents' one.</summary>
internal sealed class PlaneRig : IAsyncDisposable
{
    public const string OpenPolicy = """{"version":"1","default":"deny","tools":{"test_simple_text":{}}}""";
    public const string ShutPolicy = """{"version":"1","default":"deny"}""";

    private readonly HttpClient _agent = new(new SocketsHttpHandler { UseProxy = false });
    private readonly WebApplication _server;
    private readonly AgentsHost _agents;

    private PlaneRig(ControlRig control, WebApplication server, AgentsHost agents, SeededKey admin, string person) =>
        (Control, _server, _agents, Admin, Person) = (control, server, agents, admin, person);

    public ControlRig Control { get; }

    public bool IsReady => _agents.IsReady;

    /// <summary>The agents' listener.</summary>
    public Uri Agents => new(_agents.Addresses.First());

    /// <summary>An admin's key, and the member who owns what it makes.</summary>
    public SeededKey Admin { get; }

    public string Person { get; }

    public SnapshotPublisher Publisher => Control.Host.Services.GetRequiredService<SnapshotPublisher>();

    /// <summary>Address of the MCP server.</summary>
    public string ServerUrl => _server.Urls.First() + "/stateless";

    public static async Task<PlaneRig> StartAsync(
        Func<ControlSettings, ControlSettings>? change = null, DateTimeOffset? start = null, string? database = null,
        DeclaredFile? declared = null)
    {
        var control = await ControlRig.StartAsync(
            plane: settings => settings with { OperatorNetworks = [IPNetwork.Parse("127.0.0.0/8")], Declared = declared }, control: change, start: start,
            database: database);
        var server = FixtureSite.Build(0);
        await server.StartAsync();
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var (agents, fault) = await AgentsHost.StartAsync(
            new AgentListener { Listen = new IPEndPoint(IPAddress.Loopback, 0) }, control.Ledger, control.Host.Services,
            NullLoggerFactory.Instance, CancellationToken.None);
        Assert.Null(fault);
        var admin = await control.SeedAsync(Role.Admin);
        return new PlaneRig(control, server, agents!, admin, await MemberAsync(control, admin.OrganisationId));
    }

    /// <summary>One request of the admin.</summary>
    public Task<Reply> AdminAsync(string method, string path, string? json = null, params (string Name, string Value)[] headers) =>
        Control.SendAsync(method, "/api/v1/" + path, json, Admin.Token, headers);

    /// <summary>A server, a policy and a grant, all by the API.</summary>
    public async Task<World> WorldAsync(string policy = OpenPolicy, string server = "files", string? more = null)
    {
        var registered = await AdminAsync("POST", "servers", $$"""{"id":"{{server}}","url":"{{ServerUrl}}"}""");
        Assert.Equal((201, ""), (registered.Status, registered.Status == 201 ? "" : registered.Text));
        var saved = await AdminAsync("POST", "policies", $$"""{"name":"of {{server}}","document":{{JsonSerializer.Serialize(policy)}},"confirmed":true}""");
        Assert.Equal((201, ""), (saved.Status, saved.Status == 201 ? "" : saved.Text));
        var issued = await AdminAsync("POST", "grants", $$"""
            {"label":"agent","server_id":"{{server}}","policy_id":"{{saved["id"]}}","owner_id":"{{Person}}","expires":"2027-01-01T00:00:00Z" {{more}} }
            """);
        Assert.Equal((201, ""), (issued.Status, issued.Status == 201 ? "" : issued.Text));
        return new World(server, saved["id"]!, issued.Json.GetProperty("grant").GetProperty("id").GetString()!, issued["token"]!);
    }

    /// <summary>A call by an agent: HTTP status, and what it was told.</summary>
    public async Task<(int Status, string Text)> CallAsync(string server, string token, string tool = "test_simple_text")
    {
        using var answer = await SendAsync(
            HttpMethod.Post, $"/mcp/{server}/", token,
            $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"{{{tool}}}","arguments":{} } }""");
        return ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>One request of an agent, read as far as its headers.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string token, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(new Uri(_agents.Addresses.First()), path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return await _agent.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public async ValueTask DisposeAsync()
    {
        _agent.Dispose();
        await _agents.StopAsync();
        await _agents.DisposeAsync();
        await Control.DisposeAsync();
        await _server.StopAsync();
        await _server.DisposeAsync();
    }

    /// <summary>Another admin of the organisation.</summary>
    public Task<string> AddMemberAsync(string email) => MemberAsync(Control, Admin.OrganisationId, email);

    public static Task<string> MemberAsync(ControlRig control, string organisation, string email = "ann@example.com") => control.WithAsync(async services =>
    {
        var db = services.GetRequiredService<ControlDb>();
        var name = email.ToUpperInvariant();
        var person = new Person { Id = Ids.New("per"), Email = email, NormalizedEmail = name, UserName = email, NormalizedUserName = name };
        db.Users.Add(person);
        db.Members.Add(new Member { OrganisationId = organisation, PersonId = person.Id, Role = Role.Admin, Created = control.Time.GetUtcNow() });
        await db.SaveChangesAsync();
        return person.Id;
    });
}

/// <summary>What a test made by the API.</summary>
internal sealed record World(string Server, string Policy, string Grant, string Token);
