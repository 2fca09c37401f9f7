namespace Gatehouse.Cli.Tests.Commands;

public sealed class ApprovalVerbTests : IDisposable
{
    private const string Hostile = """{"customer":"c1 \u202e\u001b[2J","note":"NOTE"}""";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Approve_WaitingCall_LetsItRunOnce()
    {
        await using var gateway = await PaymentsGateway.StartAsync(_folder);
        var first = await gateway.CallAsync("delete_customer", """{"customer":"c1"}""");
        var id = await OnlyRequest(gateway);

        var approved = await CommandRun.Of("approve", id, "--data", gateway.Data);
        var second = await gateway.CallAsync("delete_customer", """{"customer":"c1"}""");
        var third = await gateway.CallAsync("delete_customer", """{"customer":"c1"}""");

        Assert.StartsWith("[APPROVAL REQUIRED] Deleting needs a person.", first, StringComparison.Ordinal);
        Assert.True(approved.Code == 0, approved.Error);
        Assert.Contains($"approved {id}", approved.Output, StringComparison.Ordinal);
        Assert.Equal("The customer is gone.", second);
        Assert.StartsWith("[APPROVAL REQUIRED]", third, StringComparison.Ordinal);
        Assert.Equal(1, gateway.Server.Calls);
    }

    [Fact]
    public async Task Refuse_WaitingCall_DeniesItAndKeepsTheReason()
    {
        await using var gateway = await PaymentsGateway.StartAsync(_folder);
        await gateway.CallAsync("delete_customer", """{"customer":"c1"}""");
        var id = await OnlyRequest(gateway);

        var refused = await CommandRun.Of("refuse", id, "--comment", "not today", "--data", gateway.Data);
        var again = await CommandRun.Of("approve", id, "--data", gateway.Data);
        var shown = await CommandRun.Of("approvals", "show", id, "--data", gateway.Data);

        Assert.Equal((0, $"refused {id}\n"), (refused.Code, refused.Output));
        Assert.Equal(1, again.Code);
        Assert.Contains("no longer open", again.Error, StringComparison.Ordinal);
        Assert.Contains("not today", shown.Output, StringComparison.Ordinal);
        Assert.Contains("arguments  are no longer kept", shown.Output, StringComparison.Ordinal);
        Assert.StartsWith("[POLICY DENIED]", await gateway.CallAsync("delete_customer", """{"customer":"c1"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_HostileArguments_AreSpeltAndCounted()
    {
        await using var gateway = await PaymentsGateway.StartAsync(_folder);
        await gateway.CallAsync("delete_customer", Hostile.Replace("NOTE", new string('x', 900), StringComparison.Ordinal));
        var id = await OnlyRequest(gateway);

        var shown = await CommandRun.Of("approvals", "show", id, "--data", gateway.Data);
        var full = await CommandRun.Of("approvals", "show", id, "--full", "--data", gateway.Data);

        Assert.Contains("customer: \"c1 \\u{202E}\\u{001B}[2J\"", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', shown.Output);
        Assert.Contains("can        destructive, critical\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("(900 characters, cut: see --full)", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(new string('x', 900), shown.Output, StringComparison.Ordinal);
        Assert.Contains(new string('x', 900), full.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_ManyShortMembers_SaysWhereTheirDigestIs()
    {
        await using var gateway = await PaymentsGateway.StartAsync(_folder);
        await gateway.CallAsync("delete_customer", $"{{{string.Join(',', Enumerable.Range(0, 600).Select(at => $"\"m{at}\":\"v\""))}}}");
        var id = await OnlyRequest(gateway);

        var shown = await CommandRun.Of("approvals", "show", id, "--data", gateway.Data);
        var full = await CommandRun.Of("approvals", "show", id, "--full", "--data", gateway.Data);

        Assert.Contains("digest     with the whole arguments: --full\n", shown.Output, StringComparison.Ordinal);
        Assert.Contains("m599: \"v\"", shown.Output, StringComparison.Ordinal);
        Assert.Matches("digest     [0-9a-f]{64}\n", full.Output);
    }

    [Fact]
    public async Task Approvals_Json_HasNoArgumentsButShowHas()
    {
        await using var gateway = await PaymentsGateway.StartAsync(_folder);
        await gateway.CallAsync("delete_customer", """{"customer":"c1"}""");

        var list = await CommandRun.Of("approvals", "--data", gateway.Data, "--json");
        var card = Assert.Single(list.Json().EnumerateArray());
        var shown = await CommandRun.Of("approvals", "show", card.GetProperty("id").GetString()!, "--data", gateway.Data, "--json");

        Assert.Equal("open", card.GetProperty("state").GetString());
        Assert.False(card.TryGetProperty("params", out _));
        Assert.Equal("c1", shown.Json().GetProperty("params").GetProperty("arguments").GetProperty("customer").GetString());
        Assert.Equal("destructive", shown.Json().GetProperty("category").GetString());
        Assert.Equal("critical", shown.Json().GetProperty("risk").GetString());
    }

    [Theory]
    [InlineData("nonesuch")]
    [InlineData("-k86mxyAzPXj32nUY_Icfw")]
    [InlineData("-hhhhh")]
    [InlineData("--86mxyAzPXj32nUY_Icfw")]
    public async Task Approve_UnknownRequest_IsAFault(string id)
    {
        await using var gateway = await PaymentsGateway.StartAsync(_folder);

        var run = await CommandRun.Of("approve", id, "--data", gateway.Data);

        Assert.Equal(1, run.Code);
        Assert.Contains($"there is no request `{id}`", run.Error, StringComparison.Ordinal);
    }

    private static async Task<string> OnlyRequest(PaymentsGateway gateway)
    {
        var run = await CommandRun.Of("approvals", "--data", gateway.Data, "--json");
        Assert.True(run.Code == 0, run.Error);
        return Assert.Single(run.Json().EnumerateArray()).GetProperty("id").GetString()!;
    }
}
