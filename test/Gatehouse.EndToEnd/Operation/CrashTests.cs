using System.Globalization;
using System.Text.Json;
using Xunit;

namespace Gatehouse.EndToEnd.Operation;

/// <summary>The whole gateway killed under load: nothing was sent without its intent, and no limit is exceeded.</summary>
/// <remarks>Ten rounds, or as many as <c>GATEHOUSE_CRASH_ROUNDS</c> says.</remarks>
public sealed class CrashTests : IAsyncLifetime
{
    private const int Workers = 8;
    private const int PerRound = 4;

    private readonly Random _random = new(20260728);
    private World _world = null!;
    private long _last;

    private static int Rounds { get; } = int.Parse(
        Environment.GetEnvironmentVariable("GATEHOUSE_CRASH_ROUNDS") ?? "10", CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync() => _world = await World.CreateAsync();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task Kill_UnderLoad_LeavesAnIntentForEveryCallAndNoCounterAboveItsMax()
    {
        var (most, sum) = (Rounds * PerRound, Rounds * PerRound * 2);
        _world.Write("policy.json", $$"""
            { "version": "1", "default": "deny", "tools": { "read": {}, "drop": { "limits": [
              { "counter": "calls", "window": "7d", "max": {{most}} },
              { "counter": "sum", "window": "month", "max": {{sum}}, "increment_from": "args.amount" } ] } } }
            """);
        for (var round = 0; round < Rounds; round++)
        {
            await KillUnderLoadAsync();
            AssertWithin(most, sum);
        }

        // The next process knows what the killed ones did: it lets through what is left, and no more.
        var gateway = await _world.ServeAsync();
        for (var i = 0; i < most + PerRound; i++)
        {
            (await CallAsync("drop")).Dispose();
        }

        gateway.Terminate();
        Assert.Equal(0, await gateway.EndAsync());
        AssertWithin(most, sum);
        await AssertRecordedAsync();
    }

    // Calls from all sides until some have arrived upstream, then the signal that nobody can catch.
    private async Task KillUnderLoadAsync()
    {
        var gateway = await _world.ServeAsync();
        var before = _world.Upstream.Calls.Count;
        using var done = new CancellationTokenSource();
        var workers = Enumerable.Range(0, Workers).Select(i => WorkAsync(i % 4 == 0 ? "drop" : "read", done.Token)).ToList();
        var enough = before + _random.Next(5, 150);
        await World.UntilAsync(
            () => Task.FromResult(_world.Upstream.Calls.Count >= enough), "calls reach the upstream", 60);
        gateway.Process.Kill();
        await gateway.Process.WaitForExitAsync(TestContext.Current.CancellationToken);
        await done.CancelAsync();
        await Task.WhenAll(workers);
    }

    private async Task WorkAsync(string tool, CancellationToken done)
    {
        while (!done.IsCancellationRequested)
        {
            try
            {
                (await CallAsync(tool)).Dispose();
            }
            catch (Exception cut) when (cut is HttpRequestException or IOException)
            {
                // The process is gone, with the answer.
                await Task.Yield();
            }
        }
    }

    // Each call has an argument name of its own, which both the journal and the upstream write down.
    private Task<HttpResponseMessage> CallAsync(string tool)
    {
        var number = Interlocked.Increment(ref _last);
        return _world.CallAsync(tool, arguments: $$"""{"amount":{{1 + (number % 3)}},"n{{number}}":0}""");
    }

    private void AssertWithin(int most, int sum)
    {
        var limited = _world.Upstream.Calls.Where(call => call.Tool == "drop").ToList();
        var amounts = limited.Sum(call => JsonElement.Parse(call.Arguments).GetProperty("amount").GetInt32());
        Assert.True(limited.Count <= most, $"{limited.Count} calls, {most} are the most");
        Assert.True(amounts <= sum, $"amounts of {amounts}, {sum} is the most");
    }

    private async Task AssertRecordedAsync()
    {
        var cancel = TestContext.Current.CancellationToken;
        var rows = new List<JsonElement>();
        foreach (var file in Directory.EnumerateFiles(Path.Combine(_world.Data, "journal"), "*.jsonl", SearchOption.AllDirectories))
        {
            // A kill may tear the last line of a file; what is behind it was never sent.
            var lines = await File.ReadAllLinesAsync(file, cancel);
            rows.AddRange(lines.Where(IsWhole).Select(line => JsonElement.Parse(line)).Where(row => row.TryGetProperty("kind", out _)));
        }

        var intents = rows.Where(row => Text(row, "kind") == "intent" && Text(row, "decision") == "allowed").ToList();
        var known = intents.SelectMany(Names).ToHashSet(StringComparer.Ordinal);
        var sent = _world.Upstream.Calls.Select(call => Name(JsonElement.Parse(call.Arguments))).ToList();
        Assert.Equal(sent.Count, sent.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(sent.Except(known, StringComparer.Ordinal));

        var outcomes = rows.Where(row => Text(row, "kind") == "outcome").Select(row => Text(row, "call")).ToList();
        Assert.Equal(outcomes.Count, outcomes.Distinct(StringComparer.Ordinal).Count());
        Assert.Empty(intents.Select(row => Text(row, "call")).Except(outcomes, StringComparer.Ordinal));
        var verify = _world.Start("log", "verify", "--data", _world.Data);
        Assert.True(await verify.EndAsync() == 0, verify.Said);

        var unknown = rows.Count(row => Text(row, "kind") == "outcome" && Text(row, "class") == "unknown");
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{Rounds} kills: {sent.Count} calls upstream, {intents.Count} intents, {unknown} outcomes unknown; {verify.Said}");
    }

    private static bool IsWhole(string line) => line.StartsWith('{') && line.EndsWith('}');

    private static string? Text(JsonElement row, string name) => row.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string Name(JsonElement arguments) =>
        arguments.EnumerateObject().Select(member => member.Name).Single(name => name.StartsWith('n'));

    // The journal keeps no values: a list of name, type and length.
    private static IEnumerable<string> Names(JsonElement row) =>
        row.TryGetProperty("args", out var args) ? args.EnumerateArray().Select(member => member[0].GetString()!) : [];
}
