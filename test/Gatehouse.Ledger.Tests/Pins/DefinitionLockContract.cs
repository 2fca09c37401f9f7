using System.Collections.Immutable;
using System.Text;
using Gatehouse.Gateway.Tools;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Ledger.Tests.Pins;

/// <summary>What every keeper of accepted definitions holds to. A test opens it anew to see what was written down.</summary>
public abstract class DefinitionLockContract : IAsyncLifetime
{
    protected static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    protected IDefinitionLock Lock { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Lock = await OpenAsync();

    public abstract ValueTask DisposeAsync();

    [Fact]
    public void Find_ServerNeverSeen_IsNull() => Assert.Null(Lock.Find("s"));

    [Fact]
    public async Task AcceptFirst_ThenOpenedAnew_IsTheSame()
    {
        Assert.Null(await Lock.AcceptFirstAsync("s", [Tool("a", "one"), Tool("b", "zwei \\\"ß\\\"")], Cancel));

        Assert.Equal(Named("a one", "b zwei \\\"ß\\\""), Texts(Lock.Find("s")!.ByName.Values));
        Assert.Equal(Named("a one", "b zwei \\\"ß\\\""), Texts((await OpenAsync()).Find("s")!.ByName.Values));
    }

    [Fact]
    public async Task AcceptFirst_WithRisk_IsKeptWithItsClassifier()
    {
        var risk = new RecordedRisk("write", "high", 7);
        await Lock.AcceptFirstAsync("s", [Tool("a", "one") with { Risk = risk }], Cancel);

        Assert.Equal(risk, (await OpenAsync()).Find("s")!.ByName["a"].Risk);
    }

    [Fact]
    public async Task Record_DefinitionOfBefore_IsToldOnceAndStays()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        await Lock.RecordAsync("s", [Tool("a", "one") with { Risk = new RecordedRisk("write", "high", 1) }], Cancel);
        await Lock.RecordAsync("s", [Tool("a", "one") with { Risk = new RecordedRisk("read", "low", 2) }], Cancel);

        Assert.Equal("write", Lock.Find("s")!.ByName["a"].Risk?.Category);
        Assert.Equal("write", (await OpenAsync()).Find("s")!.ByName["a"].Risk?.Category);
    }

    [Fact]
    public async Task Record_OfAnotherDefinition_ChangesNothing()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        await Lock.RecordAsync("s", [Tool("a", "evil") with { Risk = new RecordedRisk("read", "low", 1) }], Cancel);

        Assert.Null((await OpenAsync()).Find("s")!.ByName["a"].Risk);
    }

    [Fact]
    public async Task AcceptFirst_WithoutTools_IsAcceptedAllTheSame()
    {
        await Lock.AcceptFirstAsync("s", [], Cancel);

        Assert.Empty((await OpenAsync()).Find("s")!.ByName);
    }

    [Fact]
    public async Task AcceptFirst_Second_LosesToTheFirst()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        await Lock.AcceptFirstAsync("s", [Tool("a", "evil")], Cancel);

        Assert.Equal(Named("a one"), Texts(Lock.Find("s")!.ByName.Values));
    }

    [Fact]
    public async Task Report_NewAndChanged_WaitAndAcceptedStays()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        await Lock.ReportAsync("s", [Tool("a", "two"), Tool("b", "one")], Cancel);

        foreach (var opened in new[] { Lock, await OpenAsync() })
        {
            Assert.Equal(Named("a one"), Texts(opened.Find("s")!.ByName.Values));
            Assert.Equal(Named("a two", "b one"), Texts(opened.Find("s")!.Waiting.Values));
        }
    }

    [Fact]
    public async Task Report_ServerNeverSeen_IsNothing()
    {
        await Lock.ReportAsync("s", [Tool("a", "one")], Cancel);

        Assert.Null(Lock.Find("s"));
        Assert.Null((await OpenAsync()).Find("s"));
    }

    [Fact]
    public async Task Report_OtherServer_IsNotTouched()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        await Lock.AcceptFirstAsync("t", [Tool("a", "one")], Cancel);
        await Lock.ReportAsync("t", [Tool("a", "two")], Cancel);

        Assert.Empty((await OpenAsync()).Find("s")!.Waiting);
    }

    [Fact]
    public async Task Report_AtOnce_KeepsAll()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(n => Task.Run(() => Lock.ReportAsync("s", [Tool($"n{n}", "x")], Cancel).AsTask(), Cancel)));

        Assert.Equal(8, Lock.Find("s")!.Waiting.Count);
        Assert.Equal(8, (await OpenAsync()).Find("s")!.Waiting.Count);
    }

    [Fact]
    public async Task Report_FloodOfNewTools_IsBoundedAndKeepsChanges()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        for (var i = 0; i < 3; i++)
        {
            await Lock.ReportAsync("s", [.. Enumerable.Range(0, 900).Select(n => Tool($"n{i}-{n}", "x"))], Cancel);
        }

        await Lock.ReportAsync("s", [Tool("a", "two")], Cancel);

        Assert.Equal(AcceptedTools.MaxNew + 1, Lock.Find("s")!.Waiting.Count);
        Assert.Contains("a two", Texts(Lock.Find("s")!.Waiting.Values));
    }

    [Fact]
    public async Task Settle_AcceptsOrDismissesByName()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one"), Tool("b", "one")], Cancel);
        await Lock.ReportAsync("s", [Tool("a", "two"), Tool("b", "two"), Tool("c", "one")], Cancel);

        Assert.Equal(["a"], await AcceptAsync("s", ["a", "zz"]));
        Assert.Equal(["b"], await DismissAsync("s", ["b"]));

        foreach (var opened in new[] { Lock, await OpenAsync() })
        {
            Assert.Equal(Named("a two", "b one"), Texts(opened.Find("s")!.ByName.Values));
            Assert.Equal(Named("c one"), Texts(opened.Find("s")!.Waiting.Values));
        }
    }

    [Fact]
    public async Task Settle_AllOrOfAServerNeverSeen()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        await Lock.ReportAsync("s", [Tool("b", "one"), Tool("c", "one")], Cancel);

        Assert.Empty(await AcceptAsync("nowhere", null));
        Assert.Equal(["b", "c"], await AcceptAsync("s", null));
        Assert.Empty(await DismissAsync("s", null));
        Assert.Null(Lock.Find("nowhere"));
    }

    [Fact]
    public async Task Report_CannotBeWritten_WaitsAllTheSameAndIsWrittenLater()
    {
        await Lock.AcceptFirstAsync("s", [Tool("a", "one"), Tool("b", "one")], Cancel);
        await BreakAsync();
        await Lock.ReportAsync("s", [Tool("a", "two")], Cancel);
        Assert.Equal(Named("a two"), Texts(Lock.Find("s")!.Waiting.Values));

        await MendAsync();
        await Lock.ReportAsync("s", [Tool("b", "two")], Cancel);

        Assert.Equal(Named("a two", "b two"), Texts((await OpenAsync()).Find("s")!.Waiting.Values));
    }

    [Fact]
    public async Task AcceptFirst_CannotBeWritten_IsAFaultAndNothingAccepted()
    {
        await BreakAsync();

        Assert.NotNull(await Lock.AcceptFirstAsync("s", [Tool("a", "one")], Cancel));
        Assert.Null(Lock.Find("s"));
    }

    protected abstract ValueTask<IDefinitionLock> OpenAsync();

    protected abstract ValueTask<ImmutableArray<string>> AcceptAsync(string server, string[]? names);

    protected abstract ValueTask<ImmutableArray<string>> DismissAsync(string server, string[]? names);

    protected abstract Task BreakAsync();

    protected abstract Task MendAsync();

    protected static ToolDefinition Tool(string name, string description) => ToolDefinition.Stored(
        name, Encoding.UTF8.GetBytes($$$"""{"description":"{{{description}}}","inputSchema":{"type":"object"},"name":"{{{name}}}"}"""));

    protected static string[] Named(params string[] tools) => tools;

    // Name and description, read back from what is kept, and only where the hash is the content's.
    protected static string[] Texts(IEnumerable<ToolDefinition> tools) => [.. tools.OrderBy(tool => tool.Name, StringComparer.Ordinal).Select(tool =>
    {
        var text = Encoding.UTF8.GetString(tool.Json.Span)["{\"description\":\"".Length..];
        text = text[..text.IndexOf("\",\"inputSchema", StringComparison.Ordinal)];
        return tool.Hash == Tool(tool.Name, text).Hash ? $"{tool.Name} {text}" : "another hash";
    })];
}
