using System.Text;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Servers;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Control.Credentials;

/// <summary>Encrypts the secrets of servers, and gives them back for the address alone that they were saved for.</summary>
/// <remarks>SECURITY: nothing here returns a value but <see cref="Open"/>.</remarks>
internal sealed class CredentialVault(KeyRing keys)
{
    private readonly SecretBox _box = new(keys, "server-secret");

    /// <summary>The version of the key that encrypts from now on.</summary>
    public int KeyVersion => _box.KeyVersion;

    /// <summary>What a secret is bound to.</summary>
    public static string BindingOf(Uri url) => $"{url.Scheme}|{url.IdnHost}|{url.Port}|{url.AbsolutePath}";

    /// <summary>Encrypts a value for this address.</summary>
    public ServerSecret Seal(string serverId, string header, Uri url, string value, DateTimeOffset now)
    {
        var row = new ServerSecret
        {
            ServerId = serverId, Header = header, BoundTo = BindingOf(url), KeyVersion = _box.KeyVersion, Sealed = [], Saved = now,
        };
        row.Sealed = _box.Seal(Encoding.UTF8.GetBytes(value), row.ServerId, row.Header, row.BoundTo);
        return row;
    }

    /// <summary>The value, where it may be sent to this address and can be decrypted.</summary>
    public (SecretState State, string? Value) Open(ServerSecret row, Uri? url) =>
        url is null || row.BoundTo != BindingOf(url) ? (SecretState.Detached, null)
        : Decrypt(row) is { } value ? (SecretState.Used, Encoding.UTF8.GetString(value))
        : (SecretState.Unreadable, null);

    /// <summary>Encrypts with the newest key what an older one had encrypted. False where it was so already, or does not open.</summary>
    public bool Renew(ServerSecret row)
    {
        if (row.KeyVersion == _box.KeyVersion || Decrypt(row) is not { } value)
        {
            return false;
        }

        (row.KeyVersion, row.Sealed) = (_box.KeyVersion, _box.Seal(value, row.ServerId, row.Header, row.BoundTo));
        return true;
    }

    private byte[]? Decrypt(ServerSecret row) => _box.Open(row.KeyVersion, row.Sealed, row.ServerId, row.Header, row.BoundTo);
}
