using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Gatehouse.Gateway.Hosting;

/// <summary>The gateway's instruments in Prometheus' text form.</summary>
/// <remarks>The exporter that OpenTelemetry has for this is a beta and brings its own web pipeline; this is one page.</remarks>
public sealed class MetricsText : IDisposable
{
    private const int MaxSeries = 5_000;
    private static readonly double[] _bounds = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30];

    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<(Instrument Instrument, string Labels), Series> _series = new();

    /// <summary>Begins to count.</summary>
    public MetricsText()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is "Gatehouse")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>The page as of now.</summary>
    public string Write()
    {
        var page = new StringBuilder();
        foreach (var group in _series.GroupBy(entry => entry.Key.Instrument).OrderBy(group => group.Key.Name, StringComparer.Ordinal))
        {
            var name = group.Key.Name.Replace('.', '_') + (group.Key is Histogram<double> ? "_seconds" : "_total");
            page.Append("# HELP ").Append(name).Append(' ').Append(group.Key.Description).Append('\n');
            page.Append("# TYPE ").Append(name).Append(group.Key is Histogram<double> ? " histogram\n" : " counter\n");
            foreach (var (key, series) in group.OrderBy(entry => entry.Key.Labels, StringComparer.Ordinal))
            {
                series.Write(page, name, key.Labels, group.Key is Histogram<double>);
            }
        }

        var process = Environment.WorkingSet.ToString(CultureInfo.InvariantCulture);
        return page.Append("# TYPE process_resident_memory_bytes gauge\nprocess_resident_memory_bytes ").Append(process).Append('\n').ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new StringBuilder();
        foreach (var tag in tags)
        {
            labels.Append(labels.Length == 0 ? "" : ",").Append(tag.Key).Append("=\"")
                .Append(tag.Value?.ToString()?.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal)).Append('"');
        }

        // A bound on series, whatever the labels are: what is over it is left out rather than kept without end.
        var key = (instrument, labels.ToString());
        if (_series.TryGetValue(key, out var series) || _series.Count < MaxSeries)
        {
            (series ?? _series.GetOrAdd(key, static _ => new Series())).Add(value);
        }
    }

    private sealed class Series
    {
        private readonly Lock _gate = new();
        private readonly long[] _buckets = new long[_bounds.Length + 1];
        private long _count;
        private double _sum;

        public void Add(double value)
        {
            lock (_gate)
            {
                var at = Array.FindIndex(_bounds, bound => value <= bound);
                _buckets[at < 0 ? _bounds.Length : at]++;
                _count++;
                _sum += value;
            }
        }

        public void Write(StringBuilder page, string name, string labels, bool isHistogram)
        {
            lock (_gate)
            {
                var sum = _sum.ToString("R", CultureInfo.InvariantCulture);
                if (!isHistogram)
                {
                    page.Append(name).Append('{').Append(labels).Append("} ").Append(sum).Append('\n');
                    return;
                }

                var running = 0L;
                for (var i = 0; i <= _bounds.Length; i++)
                {
                    running += _buckets[i];
                    var bound = i == _bounds.Length ? "+Inf" : _bounds[i].ToString("R", CultureInfo.InvariantCulture);
                    page.Append(name).Append("_bucket{").Append(labels).Append(",le=\"").Append(bound).Append("\"} ").Append(running).Append('\n');
                }

                page.Append(name).Append("_sum{").Append(labels).Append("} ").Append(sum).Append('\n');
                page.Append(name).Append("_count{").Append(labels).Append("} ").Append(_count).Append('\n');
            }
        }
    }
}
