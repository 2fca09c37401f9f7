using Gatehouse.Api.Mails;
using Gatehouse.Api.Notices;
using Gatehouse.Control.Notices;
using Gatehouse.Control.Storage;

namespace Gatehouse.Control.Mails;

/// <summary>One e-mail: kept until the mail server took it, or it was given up.</summary>
internal sealed class Mail : IListed, IDelivery
{
    /// <summary><c>mai_…</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Null for what a stranger asked for: it is no organisation's.</summary>
    public string? OrganisationId { get; init; }

    public required MailKind Kind { get; init; }

    public required string Recipient { get; set; }

    /// <summary>Who gets it, where that is somebody known.</summary>
    public string? PersonId { get; init; }

    /// <summary>The invitation or request that it is about.</summary>
    public string? SubjectId { get; init; }

    /// <summary>Subject and text, sealed. Null before the question of a stranger was looked at, and once it was sent.</summary>
    public string? SealedText { get; set; }

    public NoticeState State { get; set; }

    public int Attempts { get; set; }

    public string? Problem { get; set; }

    /// <summary>Not before.</summary>
    public required DateTimeOffset Next { get; set; }

    public required DateTimeOffset Created { get; init; }

    /// <summary>From when on nobody can do anything with it.</summary>
    public required DateTimeOffset Expires { get; init; }
}
