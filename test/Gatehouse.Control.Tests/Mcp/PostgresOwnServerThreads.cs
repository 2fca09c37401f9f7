using Gatehouse.Control.Mcp;

namespace Gatehouse.Control.Tests.Mcp;

/// <summary>The own server is on the agents' listener, whose requests are served on the sockets' own threads: its code is not.</summary>
/// <remarks>Run by <see cref="Storage.SocketThreadTests"/> with sockets that continue inline, too.</remarks>
public sealed class PostgresOwnServerThreads
{
    [Fact]
    public async Task EveryTool_RunsOnThePool()
    {
        var rig = await OwnRig.StartAsync();
        try
        {
            for (var i = 0; i < 3; i++)
            {
                foreach (var tool in OwnToolTable.All)
                {
                    var (status, text) = await rig.PostAsync(rig.Viewer.Token, OwnRig.Call(tool.Name));
                    Assert.True(status == 200, text);
                }
            }
        }
        finally
        {
            // The clock that everything of the control plane asks noted where it was asked.
            await rig.DisposeAsync();
        }
    }
}
