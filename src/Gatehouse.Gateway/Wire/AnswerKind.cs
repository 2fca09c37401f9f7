namespace Gatehouse.Gateway.Wire;

/// <summary>The forms of a message that comes from an upstream.</summary>
internal enum AnswerKind : byte
{
    /// <summary>A result for the expected id.</summary>
    Result = 0,

    /// <summary>An error for the expected id, or for none that the upstream could tell.</summary>
    Error,

    /// <summary>A request of the server's own: legacy era only.</summary>
    ServerRequest,

    /// <summary>A notification.</summary>
    Notification,
}
