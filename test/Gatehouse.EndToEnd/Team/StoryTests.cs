using System.Text.Json;
using Gatehouse.EndToEnd.Matrix;
using Gatehouse.EndToEnd.Processes;

namespace Gatehouse.EndToEnd.Team;

/// <summary>A team's first hour, with a server of the npm registry and clients of others.</summary>
public sealed class StoryTests
{
    private const string Founder = "ada@example.com";
    private const string Approver = "bob@example.com";
    private const string Password = "correct horse battery";

    private const string Policy = """
        {
          "version": "1",
          "default": "deny",
          "hide": [ "gzip-file-as-resource" ],
          "tools": {
            "get-sum": { "deny_if": [ { "conditions": [ { "path": "args.a", "op": "gt", "value": 1000 } ], "on_deny": "That is too much." } ] },
            "echo": { "rate_limit": { "max": 1, "window": 3600 } },
            "get-annotated-message": { "deny_if": [ { "conditions": [], "on_deny": "Requires human approval." } ] }
          }
        }
        """;

    public static TheoryData<string> Clients => ["sdk-v1", "sdk-v2", "csharp"];

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task Story_FromSignUpToTheRecords_HoldsAtEveryStep(string client)
    {
        await using var team = await TeamServer.StartAsync();
        using var ada = team.NewPerson();
        using var bob = team.NewPerson();
        var everything = PeerServer.All.Single(server => server.Name == "everything-http");
        var (program, address) = await everything.StartAsync(Path.GetTempPath());
        await using var upstream = program;

        // She signs up, and asks a colleague in who may approve.
        await ada.SayAsync("registrations", new { email = Founder });
        await ada.SayAsync("registrations/confirm", new
        {
            token = await team.MailedTokenAsync(Founder), organisation = "Example", password = Password,
        });
        await ada.SayAsync("session", new { email = Founder, password = Password });
        await ada.SayAsync("invitations", new { email = Approver, role = "approver" });
        await bob.SayAsync("invitations/accept", new { token = await team.MailedTokenAsync(Approver), password = Password });
        await bob.SayAsync("session", new { email = Approver, password = Password });

        // She registers the server, writes a policy, and makes a grant.
        await ada.SayAsync("servers", new { id = "everything", url = address + everything.Path });
        Assert.Equal("ok", (await ada.SayAsync("servers/everything/test", new { })).Text("stage"));
        var policy = await ada.SayAsync("policies", new { name = "careful", document = Policy, confirmed = true });
        var granted = await ada.SayAsync("grants", new
        {
            label = "agent", server_id = "everything", policy_id = policy.Text("id"), expires = DateTimeOffset.UtcNow.AddDays(7),
        });
        var grant = granted.GetProperty("grant").Text("id");

        // An agent is allowed, denied by name, denied by an argument, limited, and asked to wait.
        var agent = PeerClient.All.Single(one => one.Name == client);
        var endpoint = new Uri(team.Agents, "/mcp/everything/");
        var first = await agent.TalkAsync(endpoint, granted.Text("token"), [
            Call("get-sum", """{"a":2,"b":40}"""), Call("get-sum", """{"a":2000,"b":40}"""), Call("get-env", "{}"), Call("echo", """{"message":"hi"}"""),
            Call("echo", """{"message":"hi"}"""), Asked]);
        Assert.Contains("get-sum", first.Tools);
        Assert.DoesNotContain("gzip-file-as-resource", first.Tools);
        Assert.Contains("42", first.Texts[0], StringComparison.Ordinal);
        Assert.Contains("That is too much.", first.Texts[1], StringComparison.Ordinal);
        Assert.DoesNotContain("PATH", first.Texts[2], StringComparison.Ordinal);
        Assert.Contains("Echo: hi", first.Texts[3], StringComparison.Ordinal);
        Assert.DoesNotContain("Echo: hi", first.Texts[4], StringComparison.Ordinal);
        Assert.Contains("[APPROVAL REQUIRED]", first.Texts[5], StringComparison.Ordinal);

        // The other one approves exactly that call; it passes once.
        var request = Assert.Single(await bob.ItemsAsync("approvals?state=open"));
        var seen = await bob.ReadAsync($"approvals/{request.Text("id")}");
        Assert.Equal(("get-annotated-message", "open"), (seen.Text("tool"), seen.Text("state")));
        await bob.SayAsync($"approvals/{request.Text("id")}/approve", new { digest = seen.Text("digest"), comment = "go on" });
        var second = await agent.TalkAsync(endpoint, granted.Text("token"), [Asked, Asked]);
        Assert.DoesNotContain("[APPROVAL REQUIRED]", second.Texts[0], StringComparison.Ordinal);
        Assert.Contains("[APPROVAL REQUIRED]", second.Texts[1], StringComparison.Ordinal);

        // The records have every step, in order; the audit has every change.
        var calls = await CallsAsync(ada, grant, 8);
        Assert.Equal(
            [
                "get-sum allowed", "get-sum denied", "get-env denied", "echo allowed", "echo denied", "get-annotated-message pending",
                "get-annotated-message allowed", "get-annotated-message pending",
            ],
            calls);
        var changes = (await ada.ItemsAsync("audit")).Select(change => change.Text("what")).ToHashSet();
        Assert.Superset(
            new HashSet<string>(["server.created", "policy.created", "grant.created", "approval.approved"]), changes);

        // With a viewer's key an agent reads in the protocol itself how it all stands.
        var key = await ada.SayAsync("api-keys", new { label = "reader", role = "viewer", expires = DateTimeOffset.UtcNow.AddDays(7) });
        var own = await agent.TalkAsync(
            new Uri(team.Agents, "/mcp/gatehouse"), key.Text("token"), [Call("list_policies", "{}"), Call("list_servers", "{}")]);
        Assert.Contains("explain_denial", own.Tools);
        Assert.Contains("careful", own.Texts[0], StringComparison.Ordinal);
        Assert.Contains("everything", own.Texts[1], StringComparison.Ordinal);
    }

    private static PeerCall Asked => Call("get-annotated-message", """{"messageType":"success"}""");

    private static PeerCall Call(string tool, string args) => new(tool, JsonElement.Parse(args));

    // The index follows the journal a moment behind.
    private static async Task<List<string>> CallsAsync(HttpClient person, string grant, int count)
    {
        for (var attempt = 0; ; attempt++)
        {
            var calls = (await person.ItemsAsync($"records?grant={grant}&order=oldest&limit=100"))
                .Where(call => call.Text("method") == "tools/call")
                .Select(call => $"{call.Text("target")} {call.Text("decision")}").ToList();
            if (calls.Count >= count || attempt == 100)
            {
                return calls;
            }

            await Task.Delay(100);
        }
    }
}
