using System.Collections.Concurrent;
using System.Diagnostics;
using Gatehouse.Gateway.Telemetry;
using Gatehouse.Gateway.Tests.Calls;

namespace Gatehouse.Gateway.Tests.Telemetry;

/// <summary>Spans: none where nobody listens; two a call where somebody does, and nothing of the client's text in them.</summary>
public sealed class GatewayTraceTests
{
    private const string Theirs = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    [Fact]
    public async Task Call_NobodyListens_MakesNoSpanAndKeepsTheClientsTrace()
    {
        await using var rig = await CallRig.StartAsync();

        await rig.SendAsync(rig.Grant(), CallRig.Request("tools/call", """{"name":"a"}"""), call => call with { TraceParent = Theirs });

        Assert.Null(GatewayTrace.Send("server"));
        Assert.Equal("0af7651916cd43dd8448eb211c80319c", Assert.Single(rig.Recorder.Intents).TraceId);
        Assert.Equal(Theirs, Assert.Single(rig.TraceParents));
    }

    [Fact]
    public async Task Call_SomebodyListens_HasASpanBelowTheClientsAndOneForWhatIsSent()
    {
        var spans = new ConcurrentQueue<Activity>();
        await using var rig = await CallRig.StartAsync();
        using (Listen(spans))
        {
            await rig.SendAsync(rig.Grant(), CallRig.Request("tools/call", """{"name":"a"}"""), call => call with { TraceParent = Theirs });
        }

        var ours = spans.Where(span => span.TraceId.ToHexString() == "0af7651916cd43dd8448eb211c80319c").ToArray();
        var call = Assert.Single(ours, span => span.Kind == ActivityKind.Server);
        var send = Assert.Single(ours, span => span.Kind == ActivityKind.Client);
        Assert.Equal("b7ad6b7169203331", call.ParentSpanId.ToHexString());
        Assert.Equal(call.SpanId, send.ParentSpanId);
        Assert.Equal(("tools/call", "allowed", "done"), (call.DisplayName, call.GetTagItem("gatehouse.outcome"), call.GetTagItem("gatehouse.answer")));
        Assert.Equal(send.Id, Assert.Single(rig.TraceParents));
    }

    [Fact]
    public async Task Call_OfAMethodThatNobodyHas_IsNotNamedByIt()
    {
        var spans = new ConcurrentQueue<Activity>();
        await using var rig = await CallRig.StartAsync();
        using (Listen(spans))
        {
            await rig.SendAsync(rig.Grant(), CallRig.Request("made/up", "{}"), call => call with { TraceParent = Theirs });
        }

        Assert.Equal("unknown", Assert.Single(spans, span => span.TraceId.ToHexString() == "0af7651916cd43dd8448eb211c80319c").DisplayName);
    }

    private static ActivityListener Listen(ConcurrentQueue<Activity> spans)
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == GatewayTrace.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }
}
