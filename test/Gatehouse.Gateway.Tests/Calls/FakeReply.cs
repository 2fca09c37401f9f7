using System.Text;
using Gatehouse.Gateway.Downstream;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Tests.Calls;

/// <summary>Keeps what the client would have got.</summary>
internal sealed class FakeReply(Steps steps) : ReplyChannel
{
    private bool _hasBegun;

    public List<string> Answers { get; } = [];

    public List<int> Statuses { get; } = [];

    public string? SessionId { get; private set; }

    public string Json => Assert.Single(Answers);

    public int Status => Assert.Single(Statuses);

    public CancellationToken WhenGone { get; init; }

    /// <summary>Whether it is the grant that went, and the client is still there.</summary>
    public bool IsGrantsEnd { get; init; }

    public override bool IsCutOff => IsGrantsEnd && WhenGone.IsCancellationRequested;

    public override CancellationToken Gone => WhenGone;

    public override CancellationToken GoneOrStopping => WhenGone;

    public override bool HasBegunEvents => _hasBegun;

    public override ValueTask JsonAsync(int status, ReadOnlyMemory<byte> json, string? sessionId)
    {
        Answers.Add(Encoding.UTF8.GetString(json.Span));
        Statuses.Add(status);
        SessionId = sessionId;
        steps.Add("answer");
        return default;
    }

    public override ValueTask EmptyAsync(int status, string? sessionId)
    {
        Statuses.Add(status);
        SessionId = sessionId;
        return default;
    }

    public override ValueTask BeginEventsAsync(int status, string? sessionId)
    {
        _hasBegun = true;
        SessionId = sessionId;
        return default;
    }

    public override ValueTask EventAsync(SseEvent sse)
    {
        if (!sse.Data.IsEmpty)
        {
            Answers.Add(Encoding.UTF8.GetString(sse.Data.Span));
        }

        return default;
    }
}
