using System.Globalization;
using Gatehouse.Gateway.Egress;

namespace Gatehouse.Control.Notices;

/// <summary>Posts something to a receiver through the guarded way out: nothing is redirected, and no proxy of the environment is asked.</summary>
internal static class Posting
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(10);

    /// <summary>Null once the receiver took it; else why not, without a word of its address.</summary>
    /// <param name="request">What is posted.</param>
    /// <param name="rule">Where it may go.</param>
    /// <param name="receiver">What the receiver is called, for example <c>the collector</c>.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<string?> SendAsync(HttpRequestMessage request, EgressRule rule, string receiver, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_patience);
        using var invoker = new HttpMessageInvoker(EgressGuard.NewHandler(rule));
        try
        {
            using var answer = await invoker.SendAsync(request, limit.Token);
            return answer.IsSuccessStatusCode
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"{receiver} answered {(int)answer.StatusCode}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return $"{receiver} did not answer in time";
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or EgressRefusedException)
        {
            return failure is EgressRefusedException || failure.InnerException is EgressRefusedException
                ? $"{receiver}'s address is not public"
                : $"{receiver} cannot be reached";
        }
    }
}
