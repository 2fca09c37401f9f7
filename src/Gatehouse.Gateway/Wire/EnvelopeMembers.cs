namespace Gatehouse.Gateway.Wire;

/// <summary>Members of the JSON-RPC envelope: exactly these.</summary>
internal static class EnvelopeMembers
{
    public const int JsonRpc = 0;
    public const int Id = 1;
    public const int Method = 2;
    public const int Params = 3;
    public const int Result = 4;
    public const int Error = 5;
    public static readonly MemberNames Names = new("jsonrpc", "id", "method", "params", "result", "error");
}
