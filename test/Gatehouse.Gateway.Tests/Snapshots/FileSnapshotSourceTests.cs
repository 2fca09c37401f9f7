using Gatehouse.Gateway.Snapshots;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Snapshots;

public sealed class FileSnapshotSourceTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gatehouse-snapshots-").FullName;
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public async Task Look_LoadThrows_KeepsWhatIsInForceAndLooksAgain()
    {
        var file = File("""{"version":"1","default":"deny"}""");
        var isBroken = true;
        await using var source = Source(file, () => isBroken ? throw new InvalidOperationException("a bug") : file.Load());
        var before = source.Current;

        Write("policy.json", """{"version":"1","default":"allow"}""");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(before, source.Current);

        isBroken = false;
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotSame(before, source.Current);
    }

    [Fact]
    public async Task Look_HandlerThrows_IsNotThrownAtTheTimer()
    {
        var file = File("""{"version":"1","default":"deny"}""");
        await using var source = Source(file, file.Load);
        source.Changed += (_, _) => throw new InvalidOperationException("a bug");
        var before = source.Current;

        Write("policy.json", """{"version":"1","default":"allow"}""");
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.NotSame(before, source.Current);
    }

    [Fact]
    public async Task Look_FileGoneAndBack_KeepsAndThenTakesIt()
    {
        var file = File("""{"version":"1","default":"deny"}""");
        await using var source = Source(file, file.Load);
        var before = source.Current;

        System.IO.File.Delete(Path.Combine(_folder, "policy.json"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Same(before, source.Current);

        Write("policy.json", """{"version":"1","default":"allow"}""");
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.NotSame(before, source.Current);
    }

    [Fact]
    public void Load_NamesWithANul_AreFindings()
    {
        var file = File("{}");
        Write("gatehouse.json", """{"servers":{"s":{"url":"http://127.0.0.1:9/","headers":{"X-Key":"${file:/a\u0000b}"}}},"policy":"a\u0000b"}""");

        var load = file.Load();

        Assert.Null(load.Snapshot);
        Assert.NotEmpty(load.Findings);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private FileSnapshotSource Source(ConfigFile file, Func<ConfigLoad> load) =>
        new(load, file.Load(), _time, NullLogger.Instance);

    private ConfigFile File(string policy)
    {
        Write("policy.json", policy);
        Write("gatehouse.json", """{"servers":{"s":{"url":"http://127.0.0.1:9/"}},"policy":"policy.json"}""");
        return new ConfigFile(Path.Combine(_folder, "gatehouse.json"), _time, static _ => null);
    }

    private void Write(string name, string text) => System.IO.File.WriteAllText(Path.Combine(_folder, name), text);
}
