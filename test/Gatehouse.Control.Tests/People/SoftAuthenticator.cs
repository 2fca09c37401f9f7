using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Control.Tests.People;

/// <summary>An authenticator in software: ES256, one credential, bound to a host as browsers bind it.</summary>
/// <remarks>SPEC: Web Authentication Level 3 §6.1 (authenticator data), §6.5 (attestation), RFC 9053 §2.1 (ES256).</remarks>
internal sealed class SoftAuthenticator : IDisposable
{
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(32);
    private uint _count = 1;

    /// <summary>The page that asks.</summary>
    public string Origin { get; set; } = "http://localhost:8090";

    /// <summary>Whether the person showed themselves to the device.</summary>
    public bool Verifies { get; set; } = true;

    /// <summary>Whom it was made for, as the server named them.</summary>
    public string User { get; set; } = "";

    public string Id => Base64Url.EncodeToString(_id);

    private string Host => new Uri(Origin).Host;

    /// <summary>What <c>navigator.credentials.create</c> gives, as JSON.</summary>
    public string Create(JsonElement options)
    {
        User = options.GetProperty("user").GetProperty("id").GetString()!;
        var client = Client("webauthn.create", options);
        var data = Data(0x40, [.. new byte[16], .. Number((ushort)_id.Length), .. _id, .. PublicKey()]);

        // {"fmt": "none", "attStmt": {}, "authData": data}
        byte[] attestation =
        [
            0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x59, .. Number((ushort)data.Length), .. data,
        ];
        return Json(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new[] { "internal" },
        });
    }

    /// <summary>What <c>navigator.credentials.get</c> gives, as JSON.</summary>
    public string Get(JsonElement options)
    {
        var client = Client("webauthn.get", options);
        _count++;
        var data = Data(0, []);
        var signature = _key.SignData([.. data, .. SHA256.HashData(client)], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        return Json(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["clientDataJSON"] = Base64Url.EncodeToString(client),
            ["authenticatorData"] = Base64Url.EncodeToString(data),
            ["signature"] = Base64Url.EncodeToString(signature),
            ["userHandle"] = User,
        });
    }

    public void Dispose() => _key.Dispose();

    /// <summary>Counts backwards, as a copy that was made earlier does.</summary>
    public void Rewind() => _count = 0;

    private byte[] Client(string type, JsonElement options) => Encoding.UTF8.GetBytes(
        $$"""{"type":"{{type}}","challenge":"{{options.GetProperty("challenge").GetString()}}","origin":"{{Origin}}","crossOrigin":false}""");

    private byte[] Data(byte more, byte[] rest)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, _count);
        return [.. SHA256.HashData(Encoding.ASCII.GetBytes(Host)), (byte)(0x01 | (Verifies ? 0x04 : 0) | more), .. count, .. rest];
    }

    // {1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y}
    private byte[] PublicKey()
    {
        var point = _key.ExportParameters(includePrivateParameters: false).Q;
        return [0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
    }

    private string Json(Dictionary<string, object?> response) => JsonSerializer.Serialize(new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["id"] = Id, ["rawId"] = Id, ["type"] = "public-key", ["clientExtensionResults"] = new Dictionary<string, object?>(StringComparer.Ordinal),
        ["authenticatorAttachment"] = "platform", ["response"] = response,
    });

    private static byte[] Number(ushort value) => [(byte)(value >> 8), (byte)value];
}
