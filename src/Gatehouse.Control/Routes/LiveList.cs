using Gatehouse.Control.People;
using Microsoft.Extensions.Hosting;

namespace Gatehouse.Control.Routes;

/// <summary>Goes on telling what comes, until the listener goes away, its right ends or the server stops.</summary>
/// <remarks>One who reads slowly is not waited for with anything in memory: what is next is read when the last was taken.</remarks>
internal sealed class LiveList(RightWatch rights, TimeProvider time, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan _often = TimeSpan.FromMilliseconds(500);

    /// <param name="who">Who listens.</param>
    /// <param name="right">What they need.</param>
    /// <param name="next">The events since the last call, as text of an event stream; empty for none, null where it cannot be read.</param>
    /// <param name="body">Where to.</param>
    /// <param name="cancel">The listener went away.</param>
    /// <returns>False where the list broke off.</returns>
    public async Task<bool> WriteAsync(
        Principal who, Right right, Func<CancellationToken, ValueTask<byte[]?>> next, Stream body, CancellationToken cancel)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancel, lifetime.ApplicationStopping);
        try
        {
            await body.WriteAsync(EventText.Comment, end.Token);
            await body.FlushAsync(end.Token);
            var (confirmed, told) = (time.GetTimestamp(), time.GetTimestamp());
            while (true)
            {
                // SECURITY: before each look, so that nothing is told later than an interval after the right ended.
                if (time.GetElapsedTime(confirmed) >= RightWatch.Interval)
                {
                    confirmed = time.GetTimestamp();
                    if (!await rights.HoldsAsync(who, right, end.Token))
                    {
                        return true;
                    }
                }

                if (await next(end.Token) is not { } events)
                {
                    return false;
                }

                if (events.Length == 0 && time.GetElapsedTime(told) >= EventText.Quiet)
                {
                    events = EventText.Comment;
                }

                if (events.Length > 0)
                {
                    await body.WriteAsync(events, end.Token);
                    await body.FlushAsync(end.Token);
                    told = time.GetTimestamp();
                }

                await Task.Delay(_often, time, end.Token);
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // The server stops: the list ends as lists end.
            return true;
        }
    }
}
