using System.Text.Json;
using Gatehouse.Api.People;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Approvals;

/// <summary>An agent whose calls need a person, a real server behind the gateway, and people with keys.</summary>
internal sealed class ApprovalWorld : IAsyncDisposable
{
    public const string Ran = "This is a simple text response";

    private ApprovalWorld(PlaneRig rig, World world) => (Rig, World) = (rig, world);

    public PlaneRig Rig { get; }

    public World World { get; }

    public static string Policy(string terms = "") =>
        $$"""{"version":"1","default":"deny","tools":{"test_simple_text":{"require_approval":[{"conditions":[],"message":"May it?"{{terms}}}]} } }""";

    public static async Task<ApprovalWorld> StartAsync(string terms = "", Func<ControlSettings, ControlSettings>? control = null, DateTimeOffset? start = null)
    {
        var rig = await PlaneRig.StartAsync(control, start);
        return new ApprovalWorld(rig, await rig.WorldAsync(Policy(terms)));
    }

    /// <summary>A member, and an API key that they made.</summary>
    public Task<(string Person, string Token)> MemberAsync(string name, Role role, params string[] servers) =>
        Rig.Control.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            var now = Rig.Control.Time.GetUtcNow();
            var mail = name + "@example.com";
            var person = new Person { Id = Ids.New("per"), Email = mail, NormalizedEmail = mail.ToUpperInvariant(), UserName = mail, NormalizedUserName = mail.ToUpperInvariant() };
            db.Users.Add(person);
            db.Members.Add(new Member
            {
                OrganisationId = Rig.Admin.OrganisationId, PersonId = person.Id, Role = role, Created = now, Servers = servers.Length == 0 ? null : [.. servers],
            });
            await db.SaveChangesAsync();
            return (person.Id, await KeyAsync(person.Id, role));
        });

    /// <summary>An API key of somebody.</summary>
    public Task<string> KeyAsync(string maker, Role role) => Rig.Control.WithAsync(async services =>
    {
        var db = services.GetRequiredService<ControlDb>();
        var (token, now) = (SecretForms.ApiKey.Create(), Rig.Control.Time.GetUtcNow());
        db.ApiKeys.Add(new ApiKey
        {
            Id = Ids.New("key"), OrganisationId = Rig.Admin.OrganisationId, Label = "key", Role = role, TokenHash = SecretForms.Hash(SecretForms.ApiKey, token)!,
            Shown = SecretForms.ApiKey.Shown(token), CreatedById = maker, CreatedBy = maker, Created = now, Expires = now.AddDays(30),
        });
        await db.SaveChangesAsync();
        return token;
    });

    /// <summary>The agent's call: what it was told.</summary>
    public async Task<string> CallAsync(string arguments = "{}")
    {
        using var answer = await Rig.SendAsync(
            HttpMethod.Post, $"/mcp/{World.Server}/", World.Token,
            $$$"""{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"test_simple_text","arguments":{{{arguments}}} } }""");
        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>The call is parked: the request's id, as the agent is told it.</summary>
    public async Task<string> ParkAsync(string arguments = "{}")
    {
        var text = await CallAsync(arguments);
        Assert.Contains("[APPROVAL REQUIRED] May it?", text, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(text[text.IndexOf('{', StringComparison.Ordinal)..]);
        return json.RootElement.GetProperty("result").GetProperty("_meta").GetProperty("gatehouse/decision").GetProperty("approval_id").GetString()!;
    }

    public Task<Reply> GetAsync(string path, string token) => Rig.Control.SendAsync("GET", "/api/v1/approvals" + path, token: token);

    public Task<Reply> PostAsync(string path, string json, string token, params (string Name, string Value)[] headers) =>
        Rig.Control.SendAsync("POST", "/api/v1/approvals" + path, json, token, headers);

    /// <summary>Looks, and says yes to what was seen.</summary>
    public async Task<Reply> ApproveAsync(string id, string token)
    {
        var seen = await GetAsync("/" + id, token);
        return await PostAsync($"/{id}/approve", $$"""{"digest":"{{seen["digest"]}}"}""", token);
    }

    public async Task<string?> StateAsync(string id, string token) => (await GetAsync("/" + id, token))["state"];

    /// <summary>The words of the audit, in order.</summary>
    public Task<List<string>> AuditAsync() => Rig.Control.WithAsync(services => Task.FromResult(
        services.GetRequiredService<ControlDb>().Audit.OrderBy(entry => entry.Sequence).Select(entry => entry.What)
            .Where(what => what.StartsWith("approval.")).ToList()));

    public ValueTask DisposeAsync() => Rig.DisposeAsync();
}
