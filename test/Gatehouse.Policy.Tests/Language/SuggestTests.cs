using Gatehouse.Policy.Language.Reading;

namespace Gatehouse.Policy.Tests.Language;

public sealed class SuggestTests
{
    [Theory]
    [InlineData("requier", "require")]
    [InlineData("denyif", "deny_if")]
    [InlineData("deny-if", "deny_if")]
    [InlineData("Limits", "limits")]
    [InlineData("requireApproval", "require_approval")]
    [InlineData("block_if", "deny_if")]
    public void Nearest_MemberAlmostWritten_IsFound(string written, string meant) =>
        Assert.Equal(meant, Suggest.Nearest(written, Shape.Tool.Members));

    [Theory]
    [InlineData("")]
    [InlineData("colour")]
    [InlineData("x")]
    public void Nearest_NothingNear_IsNull(string written) => Assert.Null(Suggest.Nearest(written, Shape.Tool.Members));

    [Theory]
    [InlineData("{\"path\":\"args.a\",\"op\":\"greater\",\"value\":1}", null)]
    [InlineData("{\"path\":\"args.a\",\"op\":\">=\",\"value\":1}", "did you mean `gte`?")]
    [InlineData("{\"path\":\"tool.riks\",\"op\":\"eq\",\"value\":\"high\"}", "did you mean `tool.risk`?")]
    [InlineData("{\"path\":\"tool.risk\",\"op\":\"eq\",\"value\":\"hgih\"}", "did you mean `high`?")]
    [InlineData("{\"path\":\"amount\",\"op\":\"eq\",\"value\":1}", "an argument of the call is written `args.amount`")]
    [InlineData("{\"path\":\"arg.amount\",\"op\":\"eq\",\"value\":1}", "did you mean `args.amount`?")]
    public void Read_WrongWord_HintsAtTheRightOne(string condition, string? hint)
    {
        var finding = Assert.Single(Policies.Read(Policies.Tool("{\"deny_if\":[{\"conditions\":[" + condition + "]}]}")).Findings);

        Assert.Equal(hint ?? "the reference lists what can stand here", finding.Hint);
    }
}
