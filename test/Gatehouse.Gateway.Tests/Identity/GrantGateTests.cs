using Gatehouse.Gateway.Identity;
using Xunit;

namespace Gatehouse.Gateway.Tests.Identity;

public sealed class GrantGateTests
{
    [Fact]
    public async Task Enter_ManyAtOnce_LetsNoMoreInThanMayBe()
    {
        var gate = new GrantGate();
        var places = await Task.WhenAll(Enumerable.Range(0, 2_000).Select(_ => Task.Run(() => gate.Enter("g1", 100))));

        Assert.InRange(places.Count(place => place is not null), 1, 100);
    }

    [Fact]
    public void Enter_FullForOne_IsOpenForAnother()
    {
        var gate = new GrantGate();
        Assert.NotNull(gate.Enter("g1", 1));

        Assert.Null(gate.Enter("g1", 1));
        Assert.NotNull(gate.Enter("g2", 1));
    }

    [Fact]
    public void Leave_GivesThePlaceBackOnce()
    {
        var gate = new GrantGate();
        var place = gate.Enter("g1", 1);
        Assert.Null(gate.Enter("g1", 1));

        place!.Leave();

        Assert.NotNull(gate.Enter("g1", 1));
        Assert.Null(gate.Enter("g1", 1));
    }
}
