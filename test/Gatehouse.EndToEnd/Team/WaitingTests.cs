using System.Globalization;
using System.Text.Json;
using Gatehouse.EndToEnd.Matrix;
using Gatehouse.EndToEnd.Processes;

namespace Gatehouse.EndToEnd.Team;

/// <summary>Somebody else's client is told in the protocol itself that a person was asked, and of the answer.</summary>
public sealed class WaitingTests
{
    private const string Founder = "ada@example.com";
    private const string Password = "correct horse battery";
    private const string Tool = "get-annotated-message";

    [Theory]
    [InlineData("task")]
    [InlineData("url")]
    public async Task Call_ThatNeedsAPerson_IsMadeOnceAfterTheYes(string way)
    {
        await using var team = await TeamServer.StartAsync();
        using var ada = team.NewPerson();
        var everything = PeerServer.All.Single(server => server.Name == "everything-http");
        var (program, address) = await everything.StartAsync(Path.GetTempPath());
        await using var upstream = program;
        var (token, grant) = await SetUpAsync(team, ada, address + everything.Path, Tool);

        var script = Path.Combine(Places.Root, "test/peers/clients/sdk-v1-waits.mjs");
        await using var client = await RunningProgram.StartAsync(
            [Places.Node, script, new Uri(team.Agents, "/mcp/upstream/").ToString(), way, Tool, """{"messageType":"success"}"""],
            "WAITING ", Path.GetTempPath(), new Dictionary<string, string>(StringComparer.Ordinal) { ["GATEHOUSE_TOKEN"] = token });
        var seen = await ada.ReadAsync($"approvals/{client.Found}");
        await ada.SayAsync($"approvals/{client.Found}/approve", new { digest = seen.Text("digest"), comment = "go on" });

        var done = await DoneAsync(client);
        Assert.Contains("Operation completed successfully", done.GetProperty("content").GetRawText(), StringComparison.Ordinal);
        if (way == "task")
        {
            Assert.Equal("optional", done.Text("support"));
            Assert.True(done.GetProperty("isListed").GetBoolean());
        }
        else
        {
            Assert.Equal(new Uri(team.People, $"/approvals/{client.Found}").ToString(), done.Text("url"));
            Assert.True(done.GetProperty("isTheSame").GetBoolean());
        }

        // Whatever the client asked for on the way: one call was allowed, on one approval.
        Assert.Equal(1, await AllowedAsync(ada, grant));
    }

    [Fact]
    public async Task Call_OfANewerClientThatKnowsTasks_IsMadeOnceAfterTheYes()
    {
        await using var team = await TeamServer.StartAsync();
        using var ada = team.NewPerson();
        var fixture = PeerServer.All.Single(server => server.Name == "fixture-stateless");
        var (program, address) = await fixture.StartAsync(Path.GetTempPath());
        await using var upstream = program;
        var (token, grant) = await SetUpAsync(team, ada, address + fixture.Path, fixture.Call.Tool);

        var script = Path.Combine(Places.Root, "test/peers/clients/sdk-v2-waits.mjs");
        await using var client = await RunningProgram.StartAsync(
            [Places.Node, script, new Uri(team.Agents, "/mcp/upstream/").ToString(), fixture.Call.Tool, fixture.Call.Args.GetRawText()],
            "WAITING ", Path.GetTempPath(), new Dictionary<string, string>(StringComparer.Ordinal) { ["GATEHOUSE_TOKEN"] = token });
        var seen = await ada.ReadAsync($"approvals/{client.Found}");
        await ada.SayAsync($"approvals/{client.Found}/approve", new { digest = seen.Text("digest"), comment = "go on" });

        var done = await DoneAsync(client);
        Assert.Equal(("modern", "task"), (done.Text("era"), done.Text("kind")));
        Assert.Contains(fixture.Says, done.GetProperty("content").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(1, await AllowedAsync(ada, grant));
    }

    private static async Task<(string Token, string Grant)> SetUpAsync(TeamServer team, HttpClient ada, string url, string tool)
    {
        await ada.SayAsync("registrations", new { email = Founder });
        await ada.SayAsync("registrations/confirm", new
        {
            token = await team.MailedTokenAsync(Founder), organisation = "Example", password = Password,
        });
        await ada.SayAsync("session", new { email = Founder, password = Password });

        // One person alone: she settles the calls of her own grants.
        using var current = await ada.GetAsync("organisation");
        using var change = new HttpRequestMessage(HttpMethod.Patch, "organisation")
        {
            Content = new StringContent("""{"owners_may_approve":true}""", System.Text.Encoding.UTF8, "application/json"),
        };
        change.Headers.IfMatch.Add(current.Headers.ETag!);
        using var changed = await ada.SendAsync(change);
        Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync());

        await ada.SayAsync("servers", new { id = "upstream", url });
        Assert.Equal("ok", (await ada.SayAsync("servers/upstream/test", new { })).Text("stage"));
        var document = "{\"version\":\"1\",\"default\":\"allow\",\"tools\":{\"" + tool + "\":{\"action\":\"require_approval\",\"reason\":\"May it?\"}}}";
        var policy = await ada.SayAsync("policies", new { name = "careful", document, confirmed = true });
        var granted = await ada.SayAsync("grants", new
        {
            label = "agent", server_id = "upstream", policy_id = policy.Text("id"), expires = DateTimeOffset.UtcNow.AddDays(7),
        });
        return (granted.Text("token"), granted.GetProperty("grant").Text("id"));
    }

    // The index follows the journal a moment behind.
    private static async Task<int> AllowedAsync(HttpClient person, string grant)
    {
        for (var attempt = 0; ; attempt++)
        {
            var made = (await person.ItemsAsync($"records?grant={grant}&limit=100"))
                .Count(static call => call.Text("method") == "tools/call" && call.Text("decision") == "allowed");
            if (made > 0 || attempt == 100)
            {
                return made;
            }

            await Task.Delay(50);
        }
    }

    private static async Task<JsonElement> DoneAsync(RunningProgram client)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var line = client.Output.Split('\n').FirstOrDefault(static line => line.StartsWith("DONE ", StringComparison.Ordinal));
            if (line is not null)
            {
                return JsonElement.Parse(line[5..]);
            }

            Assert.True(await beat.WaitForNextTickAsync(patience.Token), client.Output.ToString(CultureInfo.InvariantCulture));
        }
    }
}
