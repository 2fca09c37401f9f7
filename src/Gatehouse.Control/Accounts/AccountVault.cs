using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Control.Credentials;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Control.Accounts;

/// <summary>Encrypts tokens, verifiers and the secrets of clients, each bound to where it belongs.</summary>
internal sealed class AccountVault(KeyRing keys)
{
    private readonly SecretBox _accounts = new(keys, "upstream-account");
    private readonly SecretBox _pending = new(keys, "pending-account");
    private readonly SecretBox _clients = new(keys, "server-client");

    public int KeyVersion => keys.Newest;

    /// <summary>Puts tokens into an account. Its address and issuer are set before.</summary>
    public void Seal(UpstreamAccount row, AccountSecrets secrets)
    {
        row.KeyVersion = KeyVersion;
        row.Sealed = _accounts.Seal(Json(secrets, AccountJson.Default.AccountSecrets), row.Id, row.ServerId, row.PersonId, row.BoundTo, row.Issuer);
    }

    /// <summary>The tokens; null where they do not open.</summary>
    public AccountSecrets? Open(UpstreamAccount row) =>
        Read(_accounts.Open(row.KeyVersion, row.Sealed, row.Id, row.ServerId, row.PersonId, row.BoundTo, row.Issuer), AccountJson.Default.AccountSecrets);

    /// <summary>What is kept while somebody is away, under the state that comes back.</summary>
    public byte[] Seal(string stateHash, PendingSecrets secrets) => _pending.Seal(Json(secrets, AccountJson.Default.PendingSecrets), stateHash);

    /// <inheritdoc cref="Seal(string, PendingSecrets)"/>
    public PendingSecrets? Open(PendingAccount row) =>
        Read(_pending.Open(row.KeyVersion, row.Sealed, row.StateHash), AccountJson.Default.PendingSecrets);

    /// <summary>The secret of a client that was registered beforehand, bound to its issuer.</summary>
    public byte[] SealClient(ServerAuth row, string secret) => _clients.Seal(Encoding.UTF8.GetBytes(secret), row.ServerId, row.ClientId!, row.Issuer!);

    /// <inheritdoc cref="SealClient"/>
    public string? OpenClient(ServerAuth row) =>
        row is { ClientSecret: { } box, ClientId: { } id, Issuer: { } issuer } && _clients.Open(row.KeyVersion, box, row.ServerId, id, issuer) is { } value
            ? Encoding.UTF8.GetString(value)
            : null;

    /// <summary>Encrypts anew what an older key had encrypted; false where there was nothing to do, or it does not open.</summary>
    public bool Renew(UpstreamAccount row)
    {
        if (row.KeyVersion == KeyVersion || Open(row) is not { } secrets)
        {
            return false;
        }

        Seal(row, secrets);
        return true;
    }

    /// <inheritdoc cref="Renew(UpstreamAccount)"/>
    public bool Renew(ServerAuth row)
    {
        if (row.KeyVersion == KeyVersion || OpenClient(row) is not { } secret)
        {
            return false;
        }

        (row.KeyVersion, row.ClientSecret) = (KeyVersion, SealClient(row, secret));
        return true;
    }

    private static byte[] Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.SerializeToUtf8Bytes(value, type);

    private static T? Read<T>(byte[]? value, JsonTypeInfo<T> type)
        where T : class => value is null ? null : JsonSerializer.Deserialize(value, type);
}
