namespace Gatehouse.EndToEnd.Matrix;

/// <summary>Real servers times real clients: listed, called, denied, limited.</summary>
public sealed class MatrixTests(MatrixGateway gateway)
{
    // Every server meets two of the clients in each run, and every client five of the servers; the long run has all pairs.
    public static IEnumerable<TheoryDataRow<string, string>> Pairs =>
        from server in PeerServer.All.Index()
        from client in PeerClient.All.Index()
        let row = new TheoryDataRow<string, string>(server.Item.Name, client.Item.Name)
        select (server.Index + client.Index) % 3 == 0 ? row : row.WithTrait("run", "long");

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Client_BehindTheGateway_ListsCallsIsDeniedAndLimited(string serverName, string clientName)
    {
        var server = PeerServer.All.Single(s => s.Name == serverName);
        var client = PeerClient.All.Single(c => c.Name == clientName);

        var (call, deny) = (server.Call.In(gateway.Folder), server.Deny.In(gateway.Folder));
        var seen = await client.TalkAsync(gateway.Endpoint(server), gateway.Token(server, client), [call, deny, call]);

        Assert.Contains(server.Call.Tool, seen.Tools);
        Assert.Contains(server.Says, seen.Texts[0], StringComparison.Ordinal);
        Assert.Contains("[POLICY DENIED] Not here.", seen.Texts[1], StringComparison.Ordinal);
        Assert.Contains("[POLICY DENIED] Limit of 1 per 1h reached.", seen.Texts[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Matrix_OfServersAndClients_IsLargeEnough()
    {
        // Packages of others, not our own fixtures or one package over several transports.
        var packages = PeerServer.All.Select(s => s.Package).Where(p => p is not null).Distinct(StringComparer.Ordinal);
        Assert.True(packages.Count() >= 10, string.Join(", ", packages));
        Assert.Contains(PeerServer.All, s => s.Command is not null && s.Package is not null);
        Assert.Contains(PeerServer.All, s => s.Program is not null && s.Package is not null);
        Assert.True(PeerClient.All.Count >= 4, "four clients");
    }
}
