using System.Text.Json.Serialization;

namespace Gatehouse.Cli.Remote;

/// <summary>Which server, and the key for it. A key is never sent to another address than the one it was given with.</summary>
/// <param name="Address">Scheme, host and port.</param>
/// <param name="ApiKey"><c>ghk_…</c>.</param>
/// <param name="InsecureHttp">Whether the person said that plain HTTP is safe here.</param>
internal sealed record Login(string Address, string ApiKey, bool InsecureHttp = false);

/// <summary>The file of a login.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectRequiredConstructorParameters = true,
    RespectNullableAnnotations = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(Login))]
internal sealed partial class LoginJson : JsonSerializerContext;
