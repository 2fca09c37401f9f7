namespace Gatehouse.Gateway.Wire;

/// <summary>The methods of every protocol revision, so that reading one allocates nothing.</summary>
internal static class MethodNames
{
    public const string ToolsCall = "tools/call";
    public const string PromptsGet = "prompts/get";
    public const string ResourcesRead = "resources/read";
    public const string Complete = "completion/complete";
    public const string Initialize = "initialize";
    public const string Listen = "subscriptions/listen";
    public const string TasksGet = "tasks/get";
    public const string TasksUpdate = "tasks/update";
    public const string TasksCancel = "tasks/cancel";
    public const string TasksResult = "tasks/result";

    private static readonly string[] _all =
    [
        ToolsCall, "tools/list", Initialize, "ping", "server/discover", "notifications/initialized",
        "notifications/cancelled", "notifications/progress", "notifications/roots/list_changed",
        "notifications/tasks/status", "notifications/elicitation/complete", "resources/list", ResourcesRead,
        "resources/templates/list", "resources/subscribe", "resources/unsubscribe", "prompts/list", PromptsGet,
        Complete, "logging/setLevel", Listen, TasksGet, TasksUpdate, TasksCancel, TasksResult,
        "tasks/list", "sampling/createMessage", "elicitation/create", "roots/list",
    ];

    private static readonly MemberNames _index = new(_all);

    /// <summary>The method's own instance, or null where no revision has such a method.</summary>
    public static string? Find(ReadOnlySpan<byte> name, bool isEscaped) =>
        _index.Find(name, isEscaped) is var place and >= 0 ? _all[place] : null;

    /// <summary>Whether messages of this method never have an id.</summary>
    public static bool IsNotification(string method) =>
        method.StartsWith("notifications/", StringComparison.Ordinal);
}
