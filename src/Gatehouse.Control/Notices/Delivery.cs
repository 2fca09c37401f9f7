using Gatehouse.Api.Notices;

namespace Gatehouse.Control.Notices;

/// <summary>Something that goes out: tried with longer and longer pauses, then given up.</summary>
internal interface IDelivery
{
    NoticeState State { get; set; }

    int Attempts { get; set; }

    string? Problem { get; set; }

    DateTimeOffset Next { get; set; }
}

/// <summary>How often and when something is tried.</summary>
internal static class Delivery
{
    /// <summary>So often it is tried before it is given up: over about 20 minutes.</summary>
    public const int MostAttempts = 8;

    /// <summary>The pause after the first try; each one after that is twice as long.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);

    /// <summary>Notes one try.</summary>
    /// <param name="delivery">What was tried.</param>
    /// <param name="problem">Why it failed; null where it did not.</param>
    /// <param name="now">When.</param>
    /// <param name="isFinal">Whether there is no use in trying again.</param>
    public static void Note(IDelivery delivery, string? problem, DateTimeOffset now, bool isFinal = false)
    {
        delivery.Attempts++;
        delivery.Problem = problem;
        delivery.State = problem is null ? NoticeState.Sent
            : isFinal || delivery.Attempts >= MostAttempts ? NoticeState.Dead : NoticeState.Waiting;
        delivery.Next = now + (FirstPause * Math.Pow(2, delivery.Attempts - 1));
    }

    /// <summary>Begins again with the tries.</summary>
    public static void Renew(IDelivery delivery, DateTimeOffset now) =>
        (delivery.State, delivery.Attempts, delivery.Next) = (NoticeState.Waiting, 0, now);
}
