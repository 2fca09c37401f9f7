using System.Diagnostics;
using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Gateway.Tests.Upstreams;

/// <summary>Processes that die, hang, flood and fork.</summary>
public sealed class StdioHostileTests
{
    [Fact]
    public async Task Call_ProcessDies_FaultsAndTheSessionIsGone()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();
        var waiting = peer.CallAsync("quiet", session, id: "1").AsTask();

        var (_, fault) = await peer.CallAsync("die", session, id: "2");

        Assert.Equal(("upstream-process-failed", 502, false), (fault!.Code, fault.Status, fault.NothingSent));
        Assert.Equal("upstream-process-failed", (await waiting).Fault!.Code);
        var (_, gone) = await peer.CallAsync("echo", session);
        Assert.True(gone!.NothingSent);
    }

    [Fact]
    public async Task Initialize_ProcessDiesAtOnce_PausesBeforeTheNextStart()
    {
        await using var peer = new StdioPeer(null, "--dies");

        var (_, first) = await peer.SendAsync("initialize", "{}", session: null);
        var (_, second) = await peer.SendAsync("initialize", "{}", session: null);

        Assert.Equal("upstream-process-failed", first!.Code);
        Assert.Equal(("upstream-process-failed", true), (second!.Code, second.NothingSent));
        Assert.Single(peer.Log.Lines, line => line.Contains("ended with 3", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_LinesThatAreNoMessages_ArePassedOverAndLogged()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();

        var (answer, _) = await peer.CallAsync("noise", session);

        Assert.True(StdioPeer.Result(answer).GetProperty("ok").GetBoolean());
        Assert.Equal(4, peer.Log.Lines.Count(line => line.Contains("no message", StringComparison.Ordinal)));
        Assert.Contains(peer.Log.Lines, line => line.Contains("Starting\\u{2026}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Call_OtherAndRepeatedIds_ReachNobody()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();

        var (answer, _) = await peer.CallAsync("others", session, id: "1");
        // SPEC: a session uses an id once; what still comes for the first belongs to nobody.
        var (next, _) = await peer.CallAsync("echo", session, id: "2");

        Assert.Equal("yours", StdioPeer.Result(answer).GetProperty("text").GetString());
        Assert.True(StdioPeer.Result(next).TryGetProperty("params", out _));
        Assert.Equal(2, peer.Log.Lines.Count(line => line.Contains("belongs to no request", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Call_AnswerOverTheCap_WithAnotherCallWaiting_EndsItsOwnCallAlone()
    {
        await using var peer = new StdioPeer(entry => entry with { MaxAnswerBytes = 100_000 });
        var session = await peer.InitializeAsync();
        var other = peer.CallAsync("pair", session, id: "1").AsTask();

        var (_, fault) = await peer.CallAsync("big", session, id: "2", extra: ",\"arguments\":{\"size\":300000}");
        Assert.False(other.IsCompleted);
        await peer.CallAsync("pair", session, id: "3");

        Assert.Equal("upstream-answer-too-large", fault!.Code);
        Assert.Null((await other).Fault);
    }

    [Fact]
    public async Task Call_AnswerOverTheCap_FaultsAndTheProcessGoesOn()
    {
        await using var peer = new StdioPeer(entry => entry with { MaxAnswerBytes = 100_000 });
        var session = await peer.InitializeAsync();

        var (_, fault) = await peer.CallAsync("big", session, extra: ",\"arguments\":{\"size\":300000}");
        var (answer, _) = await peer.CallAsync("big", session, extra: ",\"arguments\":{\"size\":90000}");

        Assert.Equal("upstream-answer-too-large", fault!.Code);
        Assert.Equal(90000, StdioPeer.Result(answer).GetProperty("text").GetString()!.Length);
    }

    [Fact]
    public async Task Call_EndlessLine_EndsTheProcess()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();
        var (fork, _) = await peer.CallAsync("echo", session);

        var (_, fault) = await peer.CallAsync("endless", session);

        Assert.Equal("upstream-process-failed", fault!.Code);
        await StdioPeer.GoneAsync(StdioPeer.Result(fork).GetProperty("pid").GetInt32(), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Call_FloodOfMessages_EndsWithTheAnswerOrTheCap()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();

        var (answer, _) = await peer.CallAsync("flood", session);

        var count = 0;
        string last;
        while ((last = await StdioPeer.NextAsync(answer!)).StartsWith('{'))
            count++;
        Assert.True(last == "(end)" ? count == 3001 : last == "upstream-answer-too-large", last);
        await answer!.DisposeAsync();
    }

    [Fact]
    public async Task Stderr_Flood_IsLoggedEscapedAndCapped()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();

        await peer.CallAsync("complain", session);
        await peer.DisposeAsync();

        var lines = peer.Log.Lines.Where(line => line.Contains("stderr", StringComparison.Ordinal)).ToArray();
        Assert.InRange(lines.Length, 1, LogBudget.Lines * 3);
        Assert.Contains("\\u{1b}[8mcomplaint\\u{202e} 0", lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dispose_ProcessThatIgnoresEverything_IsGoneWithItsChild()
    {
        var peer = new StdioPeer(null, "--deaf");
        var session = await peer.InitializeAsync();
        var (fork, _) = await peer.CallAsync("fork", session);
        var started = Stopwatch.GetTimestamp();

        await peer.DisposeAsync();

        // It was asked politely first; how long the killing takes is the machine's matter.
        Assert.True(Stopwatch.GetElapsedTime(started) > TimeSpan.FromSeconds(2.5));
        await StdioPeer.GoneAsync(StdioPeer.Result(fork).GetProperty("pid").GetInt32(), TimeSpan.FromSeconds(10));
        await StdioPeer.GoneAsync(StdioPeer.Result(fork).GetProperty("grandchild").GetInt32(), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Dispose_ProcessThatIgnoresEverything_IsAskedByEndOfInputThenByTermThenKilled()
    {
        var told = Path.GetTempFileName();
        var peer = new StdioPeer(null, "--deaf", "--tells", told);
        await peer.InitializeAsync();

        await peer.DisposeAsync();

        Assert.Equal("end of input\nSIGTERM\n", await File.ReadAllTextAsync(told, TestContext.Current.CancellationToken));
        Assert.Contains(peer.Log.Lines, line => line.Contains("ended with 137", StringComparison.Ordinal));
        File.Delete(told);
    }

    [Fact]
    public async Task Call_ProcessDiesAndLeavesAChild_TheChildIsEndedToo()
    {
        await using var peer = new StdioPeer();
        var session = await peer.InitializeAsync();
        var (fork, _) = await peer.CallAsync("fork", session);

        await peer.CallAsync("die", session);

        await StdioPeer.GoneAsync(StdioPeer.Result(fork).GetProperty("grandchild").GetInt32(), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Call_SilentProcess_TimesOutAndIsTold()
    {
        await using var peer = new StdioPeer(entry => entry with { AnswerTimeout = TimeSpan.FromSeconds(1) });
        var session = await peer.InitializeAsync();

        var (_, fault) = await peer.CallAsync("quiet", session, id: "\"q\"");

        Assert.Equal(("upstream-timeout", 504, false), (fault!.Code, fault.Status, fault.NothingSent));
        var (seen, _) = await peer.CallAsync("cancelled", session);
        Assert.Equal("[\"q\"]", StdioPeer.Result(seen).GetProperty("cancelled").GetRawText());
    }
}
