using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Api.Records;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;
using Gatehouse.Ledger.Index;

namespace Gatehouse.Cli.Commands.Logs;

/// <summary>Recorded calls on a server.</summary>
internal static class RemoteLog
{
    private static readonly TimeSpan _often = TimeSpan.FromSeconds(1);

    // A call is told as soon as it is indexed, which may be a moment after one that began later.
    private static readonly TimeSpan _overlap = TimeSpan.FromSeconds(15);

    /// <summary>The latest of those that match, the latest last; and what comes, where that is wanted.</summary>
    public static async Task<int> RunAsync(RemoteSession session, RecordQuery query, bool follows, TimeProvider time)
    {
        var shown = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var asked = query;
        while (true)
        {
            var (calls, refused) = await session.ListAsync("records" + Filter(asked), ApiJson.Default.PageRecordView, asked.Most);
            if (refused is not null)
            {
                return session.Cancel.IsCancellationRequested ? ExitCode.Success : session.Fail(refused);
            }

            foreach (var call in calls.AsEnumerable().Reverse().Where(call => shown.TryAdd(call.Call, call.Time)))
            {
                Print(session, call);
            }

            if (!follows)
            {
                return ExitCode.Success;
            }

            var last = shown.Count == 0 ? time.GetUtcNow() : shown.Values.Max();
            foreach (var old in shown.Where(one => one.Value < last - (2 * _overlap)).Select(one => one.Key).ToList())
            {
                shown.Remove(old);
            }

            asked = query with { Since = query.Since > last - _overlap ? query.Since : last - _overlap, Most = 1_000 };
            try
            {
                await Task.Delay(_often, time, session.Cancel);
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Success;
            }
        }
    }

    /// <summary>The query as the API takes it; empty for none.</summary>
    public static string Filter(RecordQuery query, string? format = null) => ApiQuery.Of(
        ("since", ApiQuery.Time(query.Since)), ("until", ApiQuery.Time(query.Until)), ("server", query.ServerId), ("grant", query.GrantId),
        ("tool", query.Target), ("outcome", query.Outcome), ("rule", query.Rule), ("text", query.Text), ("format", format));

    private static void Print(RemoteSession session, RecordView call)
    {
        if (session.AsJson)
        {
            session.Terminal.JsonLine(json => JsonSerializer.Serialize(json, call, ApiJson.Default.RecordView));
            return;
        }

        CallLines.Print(
            session.Terminal, call.Time, call.Decision, call.ServerId, call.Target ?? call.Method, call.GrantId, call.Rule,
            call.Outcome is null ? null : $"{call.Outcome} {(long)(call.Milliseconds ?? 0)} ms{(call.Fault is null ? "" : " " + call.Fault)}");
    }
}
