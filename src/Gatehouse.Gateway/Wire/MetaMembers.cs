namespace Gatehouse.Gateway.Wire;

/// <summary>Members of <c>_meta</c> that the gateway reads; others pass.</summary>
internal static class MetaMembers
{
    public const int ProtocolVersion = 0;
    public const int ClientCapabilities = 1;
    public const int ClientInfo = 2;
    public const int ProgressToken = 3;
    public const int Session = 4;
    public const int RelatedTask = 5;
    public const int Count = 6;

    public static readonly MemberNames Names = new(
        "io.modelcontextprotocol/protocolVersion", "io.modelcontextprotocol/clientCapabilities",
        "io.modelcontextprotocol/clientInfo", "progressToken", "gatehouse/session",
        "io.modelcontextprotocol/related-task");
}
