namespace Gatehouse.Gateway.Sealing;

/// <summary>What a sealed text is for: one that was sealed for one purpose opens for no other.</summary>
public static class SealPurpose
{
    /// <summary>A legacy session id.</summary>
    public const string Session = "session";

    /// <summary>A list cursor.</summary>
    public const string Cursor = "cursor";

    /// <summary>A task id.</summary>
    public const string Task = "task";

    /// <summary>A call that is kept for a task.</summary>
    public const string TaskCall = "task-call";

    /// <summary>The answer of such a call.</summary>
    public const string TaskAnswer = "task-answer";

    /// <summary>A <c>requestState</c>.</summary>
    public const string RequestState = "request-state";

    /// <summary>An event id of a legacy stream.</summary>
    public const string EventId = "event-id";

    /// <summary>The name of an open event stream of 2024-11-05.</summary>
    public const string Stream = "stream";
}
