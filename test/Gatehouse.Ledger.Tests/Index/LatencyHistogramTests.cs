using Gatehouse.Ledger.Index;

namespace Gatehouse.Ledger.Tests.Index;

public class LatencyHistogramTests
{
    [Fact]
    public void Percentile_AnyDurations_IsOffByThreePercentAtMost()
    {
        var random = new Random(1);
        for (var round = 0; round < 200; round++)
        {
            var histogram = new LatencyHistogram();
            var durations = Enumerable.Range(0, random.Next(1, 300)).Select(_ => (long)Math.Pow(2, random.NextDouble() * 34)).Order().ToArray();
            foreach (var duration in durations)
            {
                histogram.Add(duration);
            }

            foreach (var share in new[] { 0.5, 0.95, 0.99, 1 })
            {
                var exact = durations[Math.Max(1, (int)Math.Ceiling(share * durations.Length)) - 1];
                Assert.InRange(histogram.Percentile(share).TotalMicroseconds, (exact * 0.965) - 1, (exact * 1.035) + 1);
            }
        }
    }

    [Fact]
    public void Load_Saved_IsTheSame()
    {
        var histogram = new LatencyHistogram();
        foreach (var duration in new[] { 0, 1, 31, 32, 33, 1_000, 1_000, 70_000_000_000, long.MaxValue, -5 })
        {
            histogram.Add(duration);
        }

        var twice = new LatencyHistogram();
        twice.Load(histogram.Save());
        twice.Load(histogram.Save());

        Assert.Equal(20, twice.Count);
        Assert.Equal(histogram.Percentile(0.7), twice.Percentile(0.7));
        Assert.Equal(histogram.Save().Length, twice.Save().Length);
    }

    [Fact]
    public void Load_NoHistogram_AddsNothingWrong()
    {
        var histogram = new LatencyHistogram();
        histogram.Load([0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]);
        histogram.Load([0xFF, 0x7F, 1]);
        histogram.Load([5]);

        Assert.Equal(0, histogram.Count);
    }
}
