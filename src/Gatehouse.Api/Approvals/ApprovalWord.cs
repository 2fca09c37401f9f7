using System.Text.Json.Serialization;

namespace Gatehouse.Api.Approvals;

/// <summary>Where a request for a person's consent stands.</summary>
[JsonConverter(typeof(WordConverter<ApprovalWord>))]
public enum ApprovalWord : byte
{
    /// <summary>Of no use any more: cancelled, or its grant, server, tool or an approver's right changed.</summary>
    Void = 0,

    /// <summary>Waits for a person.</summary>
    Open,

    /// <summary>Enough people said yes; the call can be made once.</summary>
    Approved,

    /// <summary>Its call is under way.</summary>
    Claimed,

    /// <summary>Its call was made.</summary>
    Done,

    /// <summary>Nobody knows whether its call was made; it is not made again.</summary>
    Unknown,

    /// <summary>A person said no.</summary>
    Refused,

    /// <summary>Nobody answered, or the approval was not used, in time.</summary>
    Expired,
}
