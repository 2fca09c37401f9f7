using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Gateway.Tests.Upstreams;

public sealed class MessageQueueTests
{
    [Theory]
    [InlineData(1, MessageQueue.MaxMessages)]
    [InlineData(100, 11)]
    public async Task Add_MoreThanMayWait_EndsWithAFaultAfterWhatFitted(int size, int fitting)
    {
        var queue = new MessageQueue(maxBytes: 1024);
        for (var i = 0; i < 5000; i++)
            queue.Add(new Arrival(new byte[size], IsFinal: false));

        for (var i = 0; i < fitting; i++)
            Assert.NotNull((await queue.TakeAsync(Samples.Cancel)).Arrival);

        var (arrival, fault) = await queue.TakeAsync(Samples.Cancel);
        Assert.Null(arrival);
        Assert.Equal("upstream-answer-too-large", fault!.Code);
    }

    [Fact]
    public async Task Take_ReaderKeepsUp_LosesNothing()
    {
        var queue = new MessageQueue(maxBytes: 1024);
        for (var i = 0; i < 5000; i++)
        {
            queue.Add(new Arrival(new byte[100], IsFinal: false));
            Assert.NotNull((await queue.TakeAsync(Samples.Cancel)).Arrival);
        }

        queue.End(null);
        Assert.Equal((null, null), await queue.TakeAsync(Samples.Cancel));
    }
}
