namespace Gatehouse.Gateway.Wire;

/// <summary>Members of <c>params</c> that the gateway reads; others pass.</summary>
internal static class ParamsMembers
{
    public const int Name = 0;
    public const int Uri = 1;
    public const int Arguments = 2;
    public const int Meta = 3;
    public const int Cursor = 4;
    public const int TaskId = 5;
    public const int RequestState = 6;
    public const int InputResponses = 7;
    public const int Ref = 8;
    public const int RequestId = 9;
    public const int Task = 10;
    public const int Notifications = 11;
    public const int ProtocolVersion = 12;
    public const int ClientInfo = 13;
    public const int Count = 14;

    public static readonly MemberNames Names = new(
        "name", "uri", "arguments", "_meta", "cursor", "taskId", "requestState", "inputResponses", "ref", "requestId",
        "task", "notifications", "protocolVersion", "clientInfo");
}
