namespace Gatehouse.Gateway.Wire;

/// <summary>Members of a <c>result</c>, or of a server message's <c>params</c>, that the gateway reads; others pass.</summary>
internal static class AnswerMembers
{
    public const int Meta = 0;
    public const int ResultType = 1;
    public const int IsError = 2;
    public const int Tools = 3;
    public const int Prompts = 4;
    public const int Resources = 5;
    public const int ResourceTemplates = 6;
    public const int NextCursor = 7;
    public const int CacheScope = 8;
    public const int TtlMs = 9;
    public const int TaskId = 10;
    public const int Task = 11;
    public const int RequestState = 12;
    public const int InputRequests = 13;
    public const int ProtocolVersion = 14;
    public const int SupportedVersions = 15;
    public const int Capabilities = 16;
    public const int Instructions = 17;
    public const int ProgressToken = 18;
    public const int RequestId = 19;
    public const int Uri = 20;
    public const int Count = 21;

    public const int RelatedTask = 0;
    public const int SubscriptionId = 1;

    public static readonly MemberNames Names = new(
        "_meta", "resultType", "isError", "tools", "prompts", "resources", "resourceTemplates", "nextCursor",
        "cacheScope", "ttlMs", "taskId", "task", "requestState", "inputRequests", "protocolVersion",
        "supportedVersions", "capabilities", "instructions", "progressToken", "requestId", "uri");

    public static readonly MemberNames MetaNames = new(
        "io.modelcontextprotocol/related-task", "io.modelcontextprotocol/subscriptionId");

    public static readonly MemberNames TaskNames = new("taskId");
}
