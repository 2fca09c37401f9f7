using System.Collections.Immutable;
using System.Text;
using Gatehouse.Gateway.Tools;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Gateway.Tests.Tools;

public sealed class LockFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lock").FullName;
    private readonly FakeTimeProvider _time = new();

    private string FilePath => Path.Combine(_folder, "gatehouse.lock");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Open_WhatAnotherWrote_IsTheSame()
    {
        var file = Open();
        await file.AcceptFirstAsync("s", [Tool("a", "one"), Tool("b", "zwei \"ß\"")], Cancel);
        await file.ReportAsync("s", [Tool("a", "two")], Cancel);

        var other = Open().Find("s")!;

        Assert.Equal([Tool("a", "one").Hash, Tool("b", "zwei \"ß\"").Hash], other.ByName.Values.OrderBy(tool => tool.Name).Select(tool => tool.Hash));
        Assert.Equal(Tool("a", "two").Hash, other.Waiting["a"].Hash);
    }

    [Fact]
    public async Task AcceptFirst_SecondProcess_LosesToTheFirst()
    {
        var (one, two) = (Open(), Open());
        await one.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        await two.AcceptFirstAsync("s", [Tool("a", "evil")], Cancel);

        Assert.Equal(Tool("a", "one").Hash, two.Find("s")!.ByName["a"].Hash);
    }

    [Fact]
    public async Task Report_FromTwoProcesses_KeepsBoth()
    {
        var (one, two) = (Open(), Open());
        await one.AcceptFirstAsync("s", [Tool("a", "one"), Tool("b", "one")], Cancel);
        await Task.WhenAll(
            Task.Run(() => one.ReportAsync("s", [Tool("a", "two")], Cancel).AsTask(), Cancel),
            Task.Run(() => two.ReportAsync("s", [Tool("b", "two")], Cancel).AsTask(), Cancel));

        Assert.Equal(["a", "b"], Open().Find("s")!.Waiting.Keys.Order());
    }

    [Fact]
    public async Task Find_EditedDefinition_HasAnotherHash()
    {
        var file = Open();
        await file.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        await File.WriteAllTextAsync(FilePath, (await File.ReadAllTextAsync(FilePath, Cancel)).Replace("one", "three", StringComparison.Ordinal), Cancel);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(Tool("a", "three").Hash, file.Find("s")!.ByName["a"].Hash);
    }

    [Fact]
    public async Task Find_DamagedFile_KeepsWhatWasInForceAndOpensNoMore()
    {
        var file = Open();
        await file.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        await File.WriteAllTextAsync(FilePath, "{\"version\":1,", Cancel);
        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(Tool("a", "one").Hash, file.Find("s")!.ByName["a"].Hash);
        Assert.Equal("lock-file-unreadable", LockFile.Open(FilePath, _time).Fault!.Code.Word);
    }

    // A report that cannot be written must not be lost to the next look at the file.
    [Fact]
    public async Task Report_CannotBeWritten_WaitsAllTheSame()
    {
        var file = Open();
        await file.AcceptFirstAsync("s", [Tool("a", "one"), Tool("b", "one")], Cancel);
        var sound = await File.ReadAllTextAsync(FilePath, Cancel);
        await File.WriteAllTextAsync(FilePath, "damaged", Cancel);
        await file.ReportAsync("s", [Tool("a", "two")], Cancel);
        Assert.Contains("a", file.Find("s")!.Waiting.Keys);

        await File.WriteAllTextAsync(FilePath, sound + "\n", Cancel);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.Contains("a", file.Find("s")!.Waiting.Keys);

        await file.ReportAsync("s", [Tool("b", "two")], Cancel);
        Assert.Equal(["a", "b"], Open().Find("s")!.Waiting.Keys.Order());
    }

    [Fact]
    public async Task AcceptFirst_FolderGone_IsAFaultAndNothingAccepted()
    {
        var file = LockFile.Open(Path.Combine(_folder, "gone", "gatehouse.lock"), _time).File!;

        var fault = await file.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);

        Assert.Equal("lock-file-unwritable", fault!.Code.Word);
        Assert.Null(file.Find("s"));
    }

    [Fact]
    public async Task Report_FloodOfNewTools_IsBoundedAndKeepsChanges()
    {
        var file = Open();
        await file.AcceptFirstAsync("s", [Tool("a", "one")], Cancel);
        for (var i = 0; i < 3; i++)
        {
            await file.ReportAsync("s", [.. Enumerable.Range(0, 900).Select(n => Tool($"n{i}-{n}", "x"))], Cancel);
        }

        await file.ReportAsync("s", [Tool("a", "two")], Cancel);

        Assert.Equal(AcceptedTools.MaxNew + 1, file.Find("s")!.Waiting.Count);
        Assert.Equal(Tool("a", "two").Hash, file.Find("s")!.Waiting["a"].Hash);
    }

    [Fact]
    public async Task Settle_AcceptsOrDismissesByName()
    {
        var file = Open();
        await file.AcceptFirstAsync("s", [Tool("a", "one"), Tool("b", "one")], Cancel);
        await file.ReportAsync("s", [Tool("a", "two"), Tool("b", "two"), Tool("c", "one")], Cancel);

        Assert.Equal(["a"], file.Accept("s", ["a", "zz"]).Accepted);
        Assert.Equal(["b"], file.Dismiss("s", ["b"]).Dismissed);

        var now = Open().Find("s")!;
        Assert.Equal((Tool("a", "two").Hash, Tool("b", "one").Hash), (now.ByName["a"].Hash, now.ByName["b"].Hash));
        Assert.Equal(["c"], now.Waiting.Keys);
    }

    private LockFile Open() => LockFile.Open(FilePath, _time).File!;

    private static ToolDefinition Tool(string name, string description) => ToolReading.Read(Encoding.UTF8.GetBytes(
        $$$"""{"name":"{{{name}}}","description":"{{{description.Replace("\"", "\\\"", StringComparison.Ordinal)}}}","inputSchema":{"type":"object"}}"""))!;
}
