using System.Globalization;
using Gatehouse.Gateway.Egress;

namespace Gatehouse.Control.Notices;

/// <summary>Posts something to a receiver through the guarded way out: nothing is redirected, and no proxy of the environment is asked.</summary>
internal static class Posting
{
    /// <summary>So long a receiver is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <summary>What came of it.</summary>
    /// <param name="request">What is posted.</param>
    /// <param name="rule">Where it may go.</param>
    /// <param name="receiver">What the receiver is called, for example <c>the collector</c>.</param>
    /// <param name="time">The clock of the patience.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<Posted> SendAsync(
        HttpRequestMessage request, EgressRule rule, string receiver, TimeProvider time, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource(Patience, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        using var invoker = new HttpMessageInvoker(EgressGuard.NewHandler(rule));
        try
        {
            using var answer = await invoker.SendAsync(request, limit.Token);
            return new Posted(answer.IsSuccessStatusCode
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{receiver} answered {(int)answer.StatusCode}"));
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Posted($"{receiver} did not answer in time", IsLate: true);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or EgressRefusedException)
        {
            return new Posted(failure is EgressRefusedException || failure.InnerException is EgressRefusedException
                ? $"{receiver}'s address is not public"
                : $"{receiver} cannot be reached");
        }
    }
}

/// <summary>What came of posting something.</summary>
/// <param name="Problem">Null once the receiver took it; else why not, without a word of its address.</param>
/// <param name="IsLate">Whether the receiver did not answer in time.</param>
internal readonly record struct Posted(string? Problem, bool IsLate = false);
