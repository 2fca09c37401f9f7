namespace Gatehouse.Gateway.Wire;

/// <summary>Why a message was refused before any policy looked at it.</summary>
/// <param name="Status">HTTP status, 400 to 431.</param>
/// <param name="RpcCode">JSON-RPC error code.</param>
/// <param name="Reason">Stable word in kebab case for the record, never a value from the message.</param>
/// <param name="Message">One sentence for the client, never a value from the message.</param>
internal sealed record WireRefusal(int Status, int RpcCode, string Reason, string Message);
