using System.Net.Http.Headers;
using System.Text.Json;
using Gatehouse.Api.Audit;
using Gatehouse.Control.Audit;
using Gatehouse.Control.Notices;
using Gatehouse.Control.Records;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Egress;
using Gatehouse.Ledger.Index;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Exports.Otlp;

/// <summary>Tells a collector every call and every change, in order, each at least once.</summary>
/// <remarks>How far it got is in a file; what the collector did not take is sent again, ever more seldom. No call waits for it.</remarks>
internal sealed partial class RecordForward : IAsyncDisposable
{
    private const int Portion = 500;
    private static readonly TimeSpan _longestPause = TimeSpan.FromMinutes(1);

    private readonly RecordSettings _settings;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly RepeatedLook _look;
    private Place? _place;
    private TimeSpan _pause;
    private DateTimeOffset _next;

    public RecordForward(RecordSettings settings, IServiceScopeFactory scopes, TimeProvider time, ILogger<RecordForward> log)
    {
        (_settings, _scopes, _time, _log) = (settings, scopes, time, log);
        _look = new RepeatedLook(LookAsync, "records for the collector", time, log);
    }

    /// <summary>Begins, where a collector is named.</summary>
    public void Start()
    {
        if (_settings.Collector is not null)
        {
            _look.Start();
        }
    }

    /// <summary>Looks now, unless somebody does already.</summary>
    public Task LookAsync() => _look.LookAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _look.DisposeAsync();

    private async Task LookAsync(CancellationToken stop)
    {
        var collector = _settings.Collector!;
        if (_time.GetUtcNow() < _next)
        {
            return;
        }

        while (await PortionAsync(await PlaceAsync(collector, stop), stop) is { } portion)
        {
            if (portion.Body is { } body && await SendAsync(collector, body, stop) is { } problem)
            {
                _pause = _pause == TimeSpan.Zero ? TimeSpan.FromSeconds(2) : _pause * 2 < _longestPause ? _pause * 2 : _longestPause;
                _next = _time.GetUtcNow() + _pause;
                LogRefused(_log, problem, _pause.TotalSeconds);
                return;
            }

            (_place, _pause) = (portion.Behind, TimeSpan.Zero);
            await KeepAsync(collector, portion.Behind, stop);
        }
    }

    private async Task<(byte[]? Body, Place Behind)?> PortionAsync(Place place, CancellationToken stop)
    {
        var (tail, _) = await _settings.Index.TailAsync(
            new RecordQuery { Most = Portion, TakenInAfter = place.Calls }, stop);
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
        var changes = new List<AuditLine>();
        var audit = new Dictionary<string, long>(place.Audit, StringComparer.Ordinal);
        foreach (var id in await db.Organisations.AsNoTracking().Select(row => row.Id).ToListAsync(stop))
        {
            var last = audit.GetValueOrDefault(id);
            var rows = await db.Audit.AsNoTracking().Where(row => row.OrganisationId == id && row.Sequence > last)
                .OrderBy(row => row.Sequence).Take(Portion).ToListAsync(stop);
            changes.AddRange(rows.Select(AuditChain.LineOf));
            audit[id] = rows.Count > 0 ? rows[^1].Sequence : last;
        }

        // An index that cannot be read now is read at the next look; what is passed over would be lost.
        var calls = tail is null ? [] : tail.Calls;
        var behind = new Place(tail?.Last ?? place.Calls, audit);
        return calls.Length == 0 && changes.Count == 0 && behind.Calls == place.Calls ? null
            : (calls.Length == 0 && changes.Count == 0 ? null : OtlpLogs.Of([.. calls.Select(RecordViews.Of)], changes), behind);
    }

    private async Task<string?> SendAsync(RecordCollector collector, byte[] body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, collector.Address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in collector.Headers)
        {
            request.Headers.Add(name, value);
        }

        var posted = await Posting.SendAsync(
            request, EgressRule.For(collector.Address, isOperatorAddress: true, []), "the collector", _time, stop);
        return posted.Problem;
    }

    // Whoever begins gets what comes from then on: what was before is in the exports.
    private async Task<Place> PlaceAsync(RecordCollector collector, CancellationToken stop)
    {
        if (_place is not null)
        {
            return _place;
        }

        if (File.Exists(collector.PlaceFile))
        {
            return _place = JsonSerializer.Deserialize<Place>(await File.ReadAllBytesAsync(collector.PlaceFile, stop))!;
        }

        var (tail, fault) = await _settings.Index.TailAsync(new RecordQuery { Most = 1 }, stop);
        await using var scope = _scopes.CreateAsyncScope();
        var audit = await scope.ServiceProvider.GetRequiredService<ControlDb>().Audit.AsNoTracking()
            .GroupBy(row => row.OrganisationId).Select(rows => new { rows.Key, Last = rows.Max(row => row.Sequence) })
            .ToDictionaryAsync(row => row.Key, row => row.Last, StringComparer.Ordinal, stop);
        _place = new Place(tail?.Last ?? throw new InvalidOperationException(fault!.Message), audit);
        await KeepAsync(collector, _place, stop);
        return _place;
    }

    // Whole or not at all: half a place would tell everything again, or leave something out.
    private static async Task KeepAsync(RecordCollector collector, Place place, CancellationToken stop)
    {
        var beside = collector.PlaceFile + ".new";
        await File.WriteAllBytesAsync(beside, JsonSerializer.SerializeToUtf8Bytes(place), stop);
        File.Move(beside, collector.PlaceFile, overwrite: true);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "records were not taken: {Problem}; again in {Seconds} s")]
    private static partial void LogRefused(ILogger log, string problem, double seconds);

    private sealed record Place(long Calls, Dictionary<string, long> Audit);
}
