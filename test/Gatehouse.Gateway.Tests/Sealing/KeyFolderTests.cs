using Gatehouse.Gateway.Sealing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Sealing;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class KeyFolderTests
{
    [Fact]
    public void Open_NewDataFolder_MakesOnePrivateKeyAndKeepsIt()
    {
        using var folder = new Folder();
        var first = KeyFolder.Open(folder.Path, isNew: true).Ring!;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Key));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
        Assert.Equal(32, new FileInfo(folder.Key).Length);
        Assert.Equal(first.Derive("x"), KeyFolder.Open(folder.Path, isNew: false).Ring!.Derive("x"));
        Assert.Equal(first.Derive("x"), KeyFolder.Open(folder.Path, isNew: true).Ring!.Derive("x"));
        Assert.NotEqual(first.Derive("x"), first.Derive("y"));
        Assert.Null(first.Derive("x", 2));
    }

    [Fact]
    public void Open_MissingOverExistingData_IsAFaultAndMakesNothing()
    {
        using var folder = new Folder();
        Assert.Equal(SealingFaults.KeyMissing, KeyFolder.Open(folder.Path, isNew: false).Fault!.Code);
        Assert.False(Directory.Exists(folder.Path));
        Assert.Equal(SealingFaults.KeyMissing, KeyFolder.Add(folder.Path)!.Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Open_WrongLength_IsAFault(int length) => AssertUnsound(Enumerable.Repeat((byte)7, length).ToArray());

    [Fact]
    public void Open_AllZero_IsAFault() => AssertUnsound(new byte[32]);

    [Theory]
    [InlineData(UnixFileMode.OtherRead)]
    [InlineData(UnixFileMode.GroupRead)]
    [InlineData(UnixFileMode.OtherWrite)]
    public void Open_OpenToOthers_IsAFault(UnixFileMode mode)
    {
        using var folder = new Folder();
        KeyFolder.Open(folder.Path, isNew: true);
        File.SetUnixFileMode(folder.Key, File.GetUnixFileMode(folder.Key) | mode);
        Assert.Equal(SealingFaults.KeyExposed, KeyFolder.Open(folder.Path, isNew: false).Fault!.Code);
    }

    [Fact]
    public void Open_FolderOpenToOthers_IsAFault()
    {
        using var folder = new Folder();
        KeyFolder.Open(folder.Path, isNew: true);
        File.SetUnixFileMode(folder.Path, File.GetUnixFileMode(folder.Path) | UnixFileMode.OtherExecute);
        Assert.Equal(SealingFaults.KeyExposed, KeyFolder.Open(folder.Path, isNew: false).Fault!.Code);
    }

    [Fact]
    public void Open_HalfWrittenDraft_IsNotAKey()
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllBytes(folder.Key + ".new", [1, 2, 3]);
        Assert.Equal(SealingFaults.KeyMissing, KeyFolder.Open(folder.Path, isNew: false).Fault!.Code);
        Assert.NotNull(KeyFolder.Open(folder.Path, isNew: true).Ring);
    }

    private static void AssertUnsound(byte[] key)
    {
        using var folder = new Folder();
        KeyFolder.Open(folder.Path, isNew: true);
        File.WriteAllBytes(folder.Key, key);
        var (ring, fault) = KeyFolder.Open(folder.Path, isNew: true);
        Assert.Null(ring);
        Assert.Equal(SealingFaults.KeyUnsound, fault!.Code);
    }

    internal sealed class Folder : IDisposable
    {
        private readonly string _root = Directory.CreateTempSubdirectory("gatehouse-keys-").FullName;

        public string Path => System.IO.Path.Combine(_root, "keys");

        public string Key => System.IO.Path.Combine(Path, "seal-1.key");

        public void Dispose() => Directory.Delete(_root, recursive: true);
    }
}
