using System.Text;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tools;
using Gatehouse.Policy;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Gateway.Tests.Tools;

public sealed class RecordedRiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("risk").FullName;
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLog _log = new();

    private string FilePath => Path.Combine(_folder, "gatehouse.lock");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Current_AcceptedDefinition_HasItsCategoryAndRisk()
    {
        var index = await IndexOf(Tool("delete_page", "Deletes a page"));

        var tool = index.Current(Server())!.Find("delete_page");

        Assert.Equal(("destructive", "critical"), (tool.Category, tool.Risk));
    }

    [Theory]
    [InlineData("financial", "critical", "financial", "critical")]
    [InlineData("read", "low", "write", "medium")]
    [InlineData(null, "high", "write", "high")]
    public async Task Current_OperatorsStatement_WinsUpwardsOnly(string? stated, string? risk, string category, string level)
    {
        var index = await IndexOf(Tool("update_page", "Updates a page"));

        var tool = index.Current(Server(new ToolStatement(stated, risk), "update_page"))!.Find("update_page");

        Assert.Equal((category, level), (tool.Category, tool.Risk));
    }

    [Fact]
    public async Task Note_ChangedDefinitionIsWorse_IsSaidAndOldFactsStand()
    {
        var index = await IndexOf(Tool("page", "Gets a page"));

        await index.NoteAsync(Server(), [Tool("page", "Deletes a page permanently")], Cancel);

        Assert.Contains("server s: page would be destructive, critical by its changed definition; it is accepted as read, low", _log.Lines);
        var facts = index.Current(Server())!.Find("page");
        Assert.Equal((ToolStanding.Changed, "read", "low"), (facts.Standing, facts.Category, facts.Risk));
    }

    [Fact]
    public async Task Note_FileOfBefore_IsToldOnceWrittenDownAndSaid()
    {
        await IndexOf(Tool("delete_page", "Deletes a page"));
        var text = await File.ReadAllTextAsync(FilePath, Cancel);
        await File.WriteAllTextAsync(FilePath, text[..text.IndexOf(",\n\"risks\"", StringComparison.Ordinal)] + "}}}", Cancel);
        Assert.Null(Open().Find("s")!.ByName["delete_page"].Risk);

        var index = new ToolIndex(Open(), _log);
        await index.NoteAsync(Server(), [Tool("delete_page", "Deletes a page")], Cancel);
        await index.NoteAsync(Server(), [Tool("delete_page", "Deletes a page")], Cancel);

        Assert.Single(_log.Lines, "server s: 1 definitions of before are told now, 1 of them critical: delete_page");
        Assert.Equal("destructive", Open().Find("s")!.ByName["delete_page"].Risk!.Category);
    }

    [Fact]
    public async Task Current_WhatWasRecorded_StandsWhateverTheClassifierSaysNow()
    {
        var file = Open();
        await file.AcceptFirstAsync("s", [Tool("delete_page", "Deletes a page") with { Risk = new RecordedRisk("write", "high", 0) }], Cancel);

        var facts = new ToolIndex(Open()).Current(Server())!.Find("delete_page");

        Assert.Equal(("write", "high"), (facts.Category, facts.Risk));
    }

    private async Task<ToolIndex> IndexOf(ToolDefinition tool)
    {
        var file = Open();
        await file.AcceptFirstAsync("s", [tool with { Risk = RecordedRisk.Of(tool, "s") }], Cancel);
        return new ToolIndex(file, _log);
    }

    private LockFile Open() => LockFile.Open(FilePath, _time).File!;

    private static ActiveServer Server(ToolStatement? statement = null, string name = "") => Some.Server("s") with
    {
        Statements = statement is null
            ? System.Collections.Frozen.FrozenDictionary<string, ToolStatement>.Empty
            : System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create(name, statement)], StringComparer.Ordinal),
    };

    private static ToolDefinition Tool(string name, string description) =>
        ToolReading.Read(Encoding.UTF8.GetBytes($$"""{"name":"{{name}}","description":"{{description}}"}"""))!;

    private sealed class FakeLog : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
