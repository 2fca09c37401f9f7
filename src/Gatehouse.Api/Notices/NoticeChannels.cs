using System.Text.Json.Serialization;

namespace Gatehouse.Api.Notices;

/// <summary>How notices go out.</summary>
[JsonConverter(typeof(WordConverter<NoticeKind>))]
public enum NoticeKind : byte
{
    /// <summary>A signed POST of JSON.</summary>
    Webhook = 0,

    /// <summary>A message of Slack's form, for Slack and what is compatible.</summary>
    Slack,

    /// <summary>An e-mail to each person who may answer, with a link that is theirs.</summary>
    Email,
}

/// <summary>Where people are told that a call waits. Its address and secret are never shown again.</summary>
/// <param name="Id"><c>chn_…</c>.</param>
/// <param name="Kind">How.</param>
/// <param name="Label">What people call it.</param>
/// <param name="Host">The host of its address; empty for e-mail.</param>
/// <param name="Created">Since when.</param>
public sealed record NoticeChannelView(string Id, NoticeKind Kind, string Label, string Host, DateTimeOffset Created);

/// <summary>Makes a channel.</summary>
/// <param name="Kind">How.</param>
/// <param name="Label">1 to 100 characters.</param>
/// <param name="Url">A public address; its path may be a secret, so it is stored encrypted. Left out for e-mail.</param>
public sealed record NewNoticeChannel(NoticeKind Kind, string Label, string? Url = null);

/// <summary>A new channel.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Secret">With it notices of a webhook are signed; shown this once. Null for a channel that is not signed.</param>
public sealed record CreatedNoticeChannel(NoticeChannelView Channel, string? Secret = null);

/// <summary>Where a notice stands.</summary>
[JsonConverter(typeof(WordConverter<NoticeState>))]
public enum NoticeState : byte
{
    /// <summary>It will be sent, or sent again.</summary>
    Waiting = 0,

    /// <summary>The receiver took it.</summary>
    Sent,

    /// <summary>It was given up; it can be sent again by hand.</summary>
    Dead,
}

/// <summary>One notice of one request on one channel.</summary>
/// <param name="Id"><c>ntc_…</c>.</param>
/// <param name="ChannelId">The channel.</param>
/// <param name="ApprovalId">The request.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Created">When it was made.</param>
/// <param name="Problem">Why the last try failed; null where it did not.</param>
/// <param name="Next">When it is tried next; null where it is not.</param>
public sealed record NoticeView(
    string Id, string ChannelId, string ApprovalId, NoticeState State, int Attempts, DateTimeOffset Created,
    string? Problem = null, DateTimeOffset? Next = null);
