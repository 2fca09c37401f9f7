using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy.Decisions;
using Xunit;

namespace Gatehouse.Gateway.Tests.Wire;

public sealed class WireWriterTests
{
    private static readonly byte[] _id = "\"<7>\""u8.ToArray();

    [Theory]
    [InlineData(Era.Legacy)]
    [InlineData(Era.Modern)]
    internal void Decision_Denied_IsAResultWithTheRule(Era era)
    {
        var reply = Parse(WireWriter.Decision(_id, era, new DecisionNote
        {
            Outcome = Outcome.Denied,
            Rule = "/tools/create_refund/deny_if/args.amount-gt",
            Message = "Refunds stop at \"100.00\".\n",
            Retry = RetryAdvice.After,
            RetryAfter = TimeSpan.FromSeconds(12.2),
            RequestId = "r1",
        }));
        var result = reply.GetProperty("result");
        Assert.Equal("<7>", reply.GetProperty("id").GetString());
        Assert.Equal("[POLICY DENIED] Refunds stop at \"100.00\".\n", result.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.True(result.GetProperty("isError").GetBoolean());
        Assert.Equal(era == Era.Modern, result.TryGetProperty("resultType", out var type) && type.GetString() == "complete");
        Assert.Equal(
            "{\"outcome\":\"denied\",\"rule\":\"/tools/create_refund/deny_if/args.amount-gt\",\"retry\":\"after\",\"retry_after\":13,\"request_id\":\"r1\"}",
            result.GetProperty("_meta").GetProperty("gatehouse/decision").GetRawText());
    }

    [Fact]
    public void Decision_Pending_SaysWhereToApprove()
    {
        var reply = Parse(WireWriter.Decision(_id, Era.Modern, new DecisionNote
        {
            Outcome = Outcome.NeedsApproval,
            Rule = "/tools/x/require_approval/0",
            Message = "Large refunds need a person.",
            Retry = RetryAdvice.WhenApproved,
            ApprovalId = "ap_1",
            ApprovalUrl = "https://gate.example/approvals/ap_1",
            ExpiresAt = new DateTimeOffset(2026, 1, 2, 5, 4, 5, TimeSpan.FromHours(2)),
            RequestId = "r1",
        })).GetProperty("result");
        Assert.Equal(
            "[APPROVAL REQUIRED] Large refunds need a person. Request ap_1 was sent to a person; repeat the same call after it is approved.",
            reply.GetProperty("content")[0].GetProperty("text").GetString());
        Assert.Equal(
            "{\"outcome\":\"pending\",\"rule\":\"/tools/x/require_approval/0\",\"retry\":\"when_approved\",\"approval_id\":\"ap_1\","
            + "\"approval_url\":\"https://gate.example/approvals/ap_1\",\"expires_at\":\"2026-01-02T03:04:05Z\",\"request_id\":\"r1\"}",
            reply.GetProperty("_meta").GetProperty("gatehouse/decision").GetRawText());
    }

    [Fact]
    public void UnknownTool_HostileName_IsEscaped()
    {
        const string Name = "</script>\",\"x\":\"";
        var bytes = WireWriter.UnknownTool("7"u8.ToArray(), Name);
        var error = Parse(bytes).GetProperty("error");
        Assert.Equal((-32602, "Unknown tool: " + Name), (error.GetProperty("code").GetInt32(), error.GetProperty("message").GetString()));
        Assert.DoesNotContain("<", Encoding.UTF8.GetString(bytes.Span), StringComparison.Ordinal);
        Assert.False(error.TryGetProperty("data", out _));
    }

    [Fact]
    public void Refusal_WithoutId_AnswersNull() =>
        Assert.Equal(
            "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"a body is one message, not an array of messages\","
            + "\"data\":{\"reason\":\"batch\"}}}",
            Encoding.UTF8.GetString(WireWriter.Refusal(WireRefusals.Batch).Span));

    [Fact]
    public void Error_Upstream_HasItsReason() =>
        Assert.Equal(
            "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-31502,\"message\":\"the server did not answer in time\",\"data\":{\"reason\":\"upstream-timeout\"}}}",
            Encoding.UTF8.GetString(WireWriter.Error("7"u8.ToArray(), RpcCode.UpstreamFault, "the server did not answer in time", "upstream-timeout").Span));

    [Fact]
    public void Empty_PerEra_HasAResultTypeWhereTheVersionHasIt()
    {
        Assert.Equal("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}", Encoding.UTF8.GetString(WireWriter.Empty("1"u8.ToArray(), Era.Legacy).Span));
        Assert.Equal(
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"complete\"}}",
            Encoding.UTF8.GetString(WireWriter.Empty("1"u8.ToArray(), Era.Modern).Span));
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
