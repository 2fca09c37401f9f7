using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Cli.Tests.Commands;

public sealed class KeysAddCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Add_FolderWithAKey_HasANewerOneAndKeepsTheOld()
    {
        var keys = Path.Combine(_folder.Path, "keys");
        var before = KeyFolder.Open(keys, isNew: true).Ring!.Derive("test", 1);

        var run = await CommandRun.Of("keys", "add", "--data", _folder.Path);

        var after = KeyFolder.Open(keys, isNew: false).Ring!;
        Assert.Equal(0, run.Code);
        Assert.Contains("key 2 is in ", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, after.Newest);
        Assert.Equal(before, after.Derive("test", 1));
        Assert.NotEqual(before, after.Derive("test"));
    }

    [Fact]
    public async Task Add_FolderWithoutAKey_MakesNone()
    {
        var run = await CommandRun.Of("keys", "add", "--data", _folder.Path);

        Assert.Equal(1, run.Code);
        Assert.False(Directory.Exists(Path.Combine(_folder.Path, "keys")));
    }
}
