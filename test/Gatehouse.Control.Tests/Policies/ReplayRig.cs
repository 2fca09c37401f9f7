using System.Text;
using System.Text.Json;
using Gatehouse.Api.People;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Gateway.Tools;

namespace Gatehouse.Control.Tests.Policies;

/// <summary>A server with two accepted tools, a grant with a policy, and calls that a test writes into the journal.</summary>
internal sealed class ReplayRig : IAsyncDisposable
{
    public const string Open = """{"version":"1","default":"deny","tools":{"pay":{},"look":{}}}""";

    private int _count;

    private ReplayRig(ControlRig rig, SeededKey admin, string policy, string grant) => (Rig, Admin, Policy, Grant) = (rig, admin, policy, grant);

    public ControlRig Rig { get; }

    public SeededKey Admin { get; }

    public string Policy { get; }

    public string Grant { get; }

    public static async Task<ReplayRig> StartAsync()
    {
        var rig = await ControlRig.StartAsync();
        var admin = await rig.SeedAsync(Role.Admin);
        Assert.Equal(201, (await rig.SendAsync("POST", "/api/v1/servers", """{"id":"bank","url":"https://192.0.43.8/mcp"}""", admin.Token)).Status);
        await rig.Ledger.Definitions.AcceptFirstAsync("bank", [Tool("pay"), Tool("look"), Tool("drop")], TestContext.Current.CancellationToken);
        var saved = await rig.SendAsync("POST", "/api/v1/policies", $$"""{"name":"p","document":{{Text(Open)}},"confirmed":true}""", admin.Token);
        Assert.True(saved.Status == 201, saved.Text);
        var issued = await rig.SendAsync("POST", "/api/v1/grants", $$"""
            {"label":"agent","server_id":"bank","policy_id":"{{saved["id"]}}","owner_id":"{{await PlaneRig.MemberAsync(rig, admin.OrganisationId)}}","expires":"2027-01-01T00:00:00Z"}
            """, admin.Token);
        Assert.True(issued.Status == 201, issued.Text);
        return new ReplayRig(rig, admin, saved["id"]!, issued.Json.GetProperty("grant").GetProperty("id").GetString()!);
    }

    /// <summary>A call as the gateway records it.</summary>
    public async Task CallAsync(
        string tool, string arguments = "{}", RecordedOutcome outcome = RecordedOutcome.Allowed, string rule = "", string? approval = null,
        string method = "tools/call", string server = "bank", string? grant = null, ArgumentKeeping? keeping = null)
    {
        Rig.Time.Advance(TimeSpan.FromSeconds(1));
        var receipt = await Rig.Ledger.Ledger.Intents!.IntendAsync(
            new CallIntent
            {
                CallId = $"call-{++_count}", Time = Rig.Time.GetUtcNow(), Method = method, ServerId = server, GrantId = grant ?? Grant, Target = tool,
                DefinitionHash = "d", PolicyHash = "p", Outcome = outcome, Rule = rule, Arguments = Encoding.UTF8.GetBytes(arguments), Reserved = [],
                ApprovalId = approval, Session = "s1", Keeping = keeping,
            },
            CancellationToken.None);
        Assert.Null(receipt.Fault);
    }

    /// <summary>Until the values of a call are stored.</summary>
    public Task StoredAsync(string call) => Eventually.IsAsync(async () =>
        (await Rig.SendAsync("GET", $"/api/v1/records/{call}/arguments", token: Admin.Token))["state"] == "stored");

    public async Task<Reply> SendAsync(string verb, string path, string? body = null, SeededKey? key = null)
    {
        Assert.Null(await Rig.Ledger.Ledger.Index.CatchUpAsync(CancellationToken.None));
        return await Rig.SendAsync(verb, "/api/v1/" + path, body, (key ?? Admin).Token, ("If-Match", "*"));
    }

    public static string Text(string document) => JsonSerializer.Serialize(document);

    public ValueTask DisposeAsync() => Rig.DisposeAsync();

    private static ToolDefinition Tool(string name) => ToolDefinition.Stored(
        name, Encoding.UTF8.GetBytes($$"""{"inputSchema":{"properties":{"amount":{"type":"number"},"to":{"type":"string"} },"type":"object"},"name":"{{name}}"}""".Replace(" ", "", StringComparison.Ordinal)));
}
