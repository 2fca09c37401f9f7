using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Approvals;

namespace Gatehouse.Ledger.Tests.Approvals;

public class ParamsSealTests
{
    private static readonly ApprovalSubject _subject = new("g", "bank", "f", "refund", "d", "digest");

    [Fact]
    public void Open_AfterAKeyWasAdded_OpensWhatTheOldOneSealed()
    {
        using var temp = new TempFolder();
        var old = new ParamsSeal(KeyFolder.Open(temp.Path, isNew: true).Ring!);
        var box = old.Seal("a1", _subject, "{}"u8);
        Assert.Null(KeyFolder.Add(temp.Path));
        var renewed = new ParamsSeal(KeyFolder.Open(temp.Path, isNew: false).Ring!);

        Assert.NotEqual(old.KeyId, renewed.KeyId);
        Assert.Equal("{}"u8, renewed.Open("a1", _subject, box)!);
        Assert.Null(old.Open("a1", _subject, renewed.Seal("a1", _subject, "{}"u8)));
    }

    [Fact]
    public void Open_MovedOrCut_IsNull()
    {
        var seal = new ParamsSeal(KeyRing.Ephemeral());
        var box = seal.Seal("a1", _subject, "{}"u8);

        Assert.Null(seal.Open("a2", _subject, box));
        Assert.Null(seal.Open("a1", _subject with { GrantId = "other" }, box));
        Assert.Null(seal.Open("a1", _subject, box.AsSpan(0, 20)));
    }
}
