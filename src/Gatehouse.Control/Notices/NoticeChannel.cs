using Gatehouse.Api.Notices;
using Gatehouse.Control.Storage;

namespace Gatehouse.Control.Notices;

/// <summary>Where people of an organisation are told that a call waits.</summary>
internal sealed class NoticeChannel : IListed
{
    /// <summary><c>chn_…</c>.</summary>
    public required string Id { get; init; }

    public required string OrganisationId { get; init; }

    public required NoticeKind Kind { get; init; }

    public required string Label { get; init; }

    public required string Host { get; init; }

    /// <summary>The whole address, sealed: its path may be a secret.</summary>
    public required string SealedUrl { get; init; }

    /// <summary>The key that signs, sealed; null where nothing is signed.</summary>
    public string? SealedSecret { get; init; }

    public required DateTimeOffset Created { get; init; }
}

/// <summary>One notice of one request on one channel: kept until it is taken, or given up.</summary>
internal sealed class Notice : IListed, IDelivery
{
    /// <summary><c>ntc_…</c>.</summary>
    public required string Id { get; init; }

    public required string OrganisationId { get; init; }

    public required string ChannelId { get; init; }

    public required string ApprovalId { get; init; }

    public NoticeState State { get; set; }

    public int Attempts { get; set; }

    public string? Problem { get; set; }

    /// <summary>Not before.</summary>
    public required DateTimeOffset Next { get; set; }

    public required DateTimeOffset Created { get; init; }
}
