using System.Globalization;
using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Api.Faults;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Control.Routes;

/// <summary>Writes refusals as <c>application/problem+json</c>, or as a page where a person with a browser asked for one.</summary>
internal static class Problems
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);

    public static async Task WriteAsync(HttpContext http, Refusal refusal)
    {
        var status = StatusTable.Of(refusal.Fault.Code);
        var answer = http.Response;
        answer.Clear();
        Headers.Set(answer);
        if (http.RequestServices.GetService<IRefusalPages>() is { } pages && await pages.TryWriteAsync(http, refusal, status))
        {
            return;
        }

        answer.StatusCode = status;
        answer.ContentType = "application/problem+json";
        if (status == StatusCodes.Status401Unauthorized)
        {
            answer.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        }

        if (status == StatusCodes.Status429TooManyRequests)
        {
            var wait = Math.Ceiling((refusal.RetryAfter ?? _minute).TotalSeconds);
            answer.Headers.RetryAfter = Math.Max(1, wait).ToString(CultureInfo.InvariantCulture);
        }

        if (refusal.CurrentVersion is { } version)
        {
            answer.Headers[HeaderNames.ETag] = Expected.Tag(version);
        }

        await JsonSerializer.SerializeAsync(answer.Body, Of(refusal, status), ApiJson.Default.Problem, http.RequestAborted);
    }

    private static Problem Of(Refusal refusal, int status) => new()
    {
        Title = ReasonPhrases.GetReasonPhrase(status),
        Status = status,
        Code = refusal.Fault.Code.Word,
        Detail = refusal.Fault.Message,
        Help = refusal.Fault.Help,
        Findings = refusal.Findings,
        Tests = refusal.Tests,
        Current = refusal.Current,
        Diff = refusal.Diff,
    };
}
