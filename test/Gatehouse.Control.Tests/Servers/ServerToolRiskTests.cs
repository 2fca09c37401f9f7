using System.Net;
using System.Text;
using Gatehouse.Api.People;
using Gatehouse.Gateway.Tools;

namespace Gatehouse.Control.Tests.Servers;

public sealed class ServerToolRiskTests
{
    [Fact]
    public async Task Tools_OfAServer_ComeWithRiskAndTheRuleThatIsRecommended()
    {
        await using var rig = await ControlRig.StartAsync(plane: plane => plane with { OperatorNetworks = [IPNetwork.Parse("127.0.0.0/8")] });
        var admin = await rig.SeedAsync(Role.Admin);
        Assert.Equal(201, (await rig.SendAsync("POST", "/api/v1/servers", """{"id":"bank","url":"http://127.0.0.1:9/mcp"}""", admin.Token)).Status);
        await rig.Ledger.Definitions.AcceptFirstAsync(
            "bank", [Tool("create_refund", "Refunds a payment."), Tool("drop_database", "Deletes the whole database for ever."), Tool("list_items", "Lists items.")],
            TestContext.Current.CancellationToken);

        var listed = await rig.SendAsync("GET", "/api/v1/servers/bank/tools", token: admin.Token);

        var tools = listed.Json.GetProperty("tools").EnumerateArray()
            .ToDictionary(tool => tool.GetProperty("name").GetString()!, tool => tool.GetProperty("risk"), StringComparer.Ordinal);
        Assert.Equal("financial", tools["create_refund"].GetProperty("category").GetString());
        Assert.Equal("approval", tools["create_refund"].GetProperty("suggestion").GetString());
        Assert.Equal("Requires human approval.", tools["create_refund"].GetProperty("rule").GetProperty("deny_if")[0].GetProperty("on_deny").GetString());
        Assert.Equal(("critical", "hide"), (tools["drop_database"].GetProperty("level").GetString(), tools["drop_database"].GetProperty("suggestion").GetString()));
        Assert.False(tools["drop_database"].TryGetProperty("rule", out _));
        Assert.Equal("{}", tools["list_items"].GetProperty("rule").GetRawText());
    }

    private static ToolDefinition Tool(string name, string description) => ToolDefinition.Stored(
        name, Encoding.UTF8.GetBytes($$"""{"description":"{{description}}","inputSchema":{"type":"object"},"name":"{{name}}"}"""));
}
