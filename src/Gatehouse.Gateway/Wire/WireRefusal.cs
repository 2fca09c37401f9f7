namespace Gatehouse.Gateway.Wire;

/// <summary>Why a message was refused before any policy looked at it.</summary>
/// <param name="Status">HTTP status, 400 to 431.</param>
/// <param name="RpcCode">JSON-RPC error code.</param>
/// <param name="Reason">Stable word in kebab case for the record, never a value from the message.</param>
/// <param name="Message">One sentence for the client, never a value from the message.</param>
internal sealed record WireRefusal(int Status, int RpcCode, string Reason, string Message)
{
    /// <summary>The id as written, once it was read soundly; empty otherwise.</summary>
    public ReadOnlyMemory<byte> Id { get; init; }

    /// <summary>The version that the client asked for, if it looks like one; for <see cref="WireRefusals.VersionUnsupported"/>.</summary>
    public string? RequestedVersion { get; init; }
}
