using Gatehouse.Api.Servers;
using Gatehouse.Control.Credentials;
using Gatehouse.Control.Servers;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Control.Tests.Credentials;

public sealed class CredentialVaultTests : IDisposable
{
    private static readonly Uri Url = new("https://mcp.example.com/mcp");
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_WithTheAddressItWasSavedFor_GivesTheValue() =>
        Assert.Equal((SecretState.Used, "Bearer ünïcode"), Open(Seal("Bearer ünïcode"), Url));

    [Theory]
    [InlineData("http://mcp.example.com/mcp")]
    [InlineData("https://mcp.example.org/mcp")]
    [InlineData("https://mcp.example.com:444/mcp")]
    [InlineData("https://mcp.example.com/mcp/")]
    [InlineData("https://mcp.example.com/MCP")]
    [InlineData("https://mcp.example.com/")]
    public void Open_WithAnotherSchemeHostPortOrPath_IsDetached(string url) =>
        Assert.Equal((SecretState.Detached, null), Open(Seal(), new Uri(url)));

    [Fact]
    public void Open_WithoutAnAddress_IsDetached() => Assert.Equal((SecretState.Detached, null), Open(Seal(), null));

    [Fact]
    public void Open_MovedToAnotherServerHeaderOrAddress_IsUnreadable()
    {
        var row = Seal();
        var other = new Uri("https://evil.example/mcp");

        Assert.Equal(SecretState.Unreadable, Open(Moved(row, server: "t"), Url).State);
        Assert.Equal(SecretState.Unreadable, Open(Moved(row, header: "x-key"), Url).State);
        Assert.Equal(SecretState.Unreadable, Open(Moved(row, bound: CredentialVault.BindingOf(other)), other).State);
    }

    [Fact]
    public void Open_EveryBitChanged_IsUnreadable()
    {
        var row = Seal();
        for (var i = 0; i < row.Sealed.Length; i++)
        {
            row.Sealed[i] ^= 1;
            Assert.Equal((SecretState.Unreadable, null), Open(row, Url));
            row.Sealed[i] ^= 1;
        }

        Assert.Equal(SecretState.Used, Open(row, Url).State);
    }

    [Fact]
    public void Seal_SameValueTwice_LooksDifferent() => Assert.NotEqual(Seal().Sealed, Seal().Sealed);

    [Fact]
    public void Renew_WithANewerKey_OpensWithoutTheOlderOne()
    {
        var folder = _folder.At("keys");
        var row = Seal(keys: KeyFolder.Open(folder, isNew: true).Ring!);
        Assert.Null(KeyFolder.Add(folder));
        var both = new CredentialVault(KeyFolder.Open(folder, isNew: false).Ring!);

        Assert.Equal(SecretState.Used, both.Open(row, Url).State);
        Assert.True(both.Renew(row));
        Assert.False(both.Renew(row));

        File.Delete(Path.Combine(folder, "seal-1.key"));
        var newest = new CredentialVault(KeyFolder.Open(folder, isNew: false).Ring!);
        Assert.Equal((SecretState.Used, "Bearer secret"), newest.Open(row, Url));
    }

    [Fact]
    public void Open_KeyGone_IsUnreadableAndCannotBeRenewed()
    {
        var folder = _folder.At("keys");
        var row = Seal(keys: KeyFolder.Open(folder, isNew: true).Ring!);
        KeyFolder.Add(folder);
        File.Delete(Path.Combine(folder, "seal-1.key"));
        var newest = new CredentialVault(KeyFolder.Open(folder, isNew: false).Ring!);

        Assert.Equal((SecretState.Unreadable, null), newest.Open(row, Url));
        Assert.False(newest.Renew(row));
    }

    private static readonly KeyRing Keys = KeyRing.Ephemeral();

    private static ServerSecret Seal(string value = "Bearer secret", KeyRing? keys = null) =>
        new CredentialVault(keys ?? Keys).Seal("s", "authorization", Url, value, DateTimeOffset.UnixEpoch);

    private static (SecretState State, string? Value) Open(ServerSecret row, Uri? url) => new CredentialVault(Keys).Open(row, url);

    private static ServerSecret Moved(ServerSecret row, string? server = null, string? header = null, string? bound = null) => new()
    {
        ServerId = server ?? row.ServerId, Header = header ?? row.Header, BoundTo = bound ?? row.BoundTo,
        KeyVersion = row.KeyVersion, Sealed = row.Sealed, Saved = row.Saved,
    };
}
