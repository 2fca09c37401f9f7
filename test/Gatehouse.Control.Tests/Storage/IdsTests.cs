using Gatehouse.Control.Storage;

namespace Gatehouse.Control.Tests.Storage;

public sealed class IdsTests
{
    [Fact]
    public void New_Ids_HaveThePrefixAnd26LowerCaseBase32Characters() =>
        Assert.All(Enumerable.Range(0, 200).Select(_ => Ids.New("org")), id => Assert.Matches("^org_[a-z2-7]{26}$", id));

    [Fact]
    public void New_ManyIds_UseEveryBit()
    {
        var ids = Enumerable.Range(0, 2_000).Select(_ => Ids.New("x")[2..]).ToArray();

        // 25 characters hold five bits each; the last holds three.
        Assert.All(Enumerable.Range(0, 25), place => Assert.Equal(32, ids.Select(id => id[place]).Distinct().Count()));
        Assert.Equal(8, ids.Select(id => id[25]).Distinct().Count());
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
    }
}
