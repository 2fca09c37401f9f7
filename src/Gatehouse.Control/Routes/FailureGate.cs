using Gatehouse.Control.Faults;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Routes;

/// <summary>Outermost: what nobody expected becomes one sentence, and its details go to the log alone.</summary>
internal sealed partial class FailureGate(RequestDelegate next, ILogger<FailureGate> log)
{
    private static readonly Fault _bug = new(ControlFaults.InternalError, "something went wrong in the server", "its log says what");
    private static readonly Fault _store = new(ControlFaults.StoreUnavailable, "the database did not answer", "try again");

    public async Task InvokeAsync(HttpContext http)
    {
        try
        {
            await next(http);
        }
        catch (OperationCanceledException) when (http.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer.
        }
        catch (BadHttpRequestException refused)
        {
            await AnswerAsync(http, refused.StatusCode == StatusCodes.Status413PayloadTooLarge
                ? new Fault(ControlFaults.BodyTooLarge, "the body is too large")
                : new Fault(ControlFaults.BodyInvalid, "the body did not arrive as announced"));
        }
        catch (Exception failed) when (failed is DbUpdateException || StoreFailure.Of(failed) is not null)
        {
            LogStore(log, failed.GetType().Name, StoreFailure.Of(failed) is { } store ? store.SqlState ?? $"{store.ErrorCode}" : "");
            await AnswerAsync(http, _store);
        }
        catch (Exception failed)
        {
            LogBug(log, failed);
            await AnswerAsync(http, _bug);
        }
    }

    private static Task AnswerAsync(HttpContext http, Fault fault)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return Task.CompletedTask;
        }

        return Problems.WriteAsync(http, fault);
    }

    // SECURITY: messages of databases quote values; the kind and the number are enough.
    [LoggerMessage(Level = LogLevel.Error, Message = "the database did not answer: {Kind} {Code}")]
    private static partial void LogStore(ILogger log, string kind, string code);

    [LoggerMessage(Level = LogLevel.Error, Message = "a request ended in an error that nobody expected")]
    private static partial void LogBug(ILogger log, Exception failed);
}
