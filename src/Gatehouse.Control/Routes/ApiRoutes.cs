using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Api;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Gatehouse.Control.Routes;

/// <summary>Maps the API's addresses. Each one is a method, a pattern and a call of an administration, and says who may come.</summary>
internal sealed class ApiRoutes(IEndpointRouteBuilder routes)
{
    public const string Root = "/api/v1";

    /// <summary>Reads.</summary>
    public IEndpointConventionBuilder Get<T>(string pattern, Func<ApiCall, ValueTask<Outcome<T>>> handle)
        where T : class => Map("GET", pattern, 200, handle);

    /// <summary>Does something that takes no body; answers 204 where there is nothing to tell.</summary>
    public IEndpointConventionBuilder Post<T>(string pattern, Func<ApiCall, ValueTask<Outcome<T>>> handle)
        where T : class => Map("POST", pattern, 200, handle);

    /// <summary>Does something with a body.</summary>
    public IEndpointConventionBuilder Post<TBody, T>(string pattern, Func<ApiCall, TBody, ValueTask<Outcome<T>>> handle)
        where TBody : class
        where T : class => Map("POST", pattern, 200, handle);

    /// <summary>Makes something: 201. An <c>Idempotency-Key</c> is taken.</summary>
    public IEndpointConventionBuilder Create<TBody, T>(string pattern, Func<ApiCall, TBody, ValueTask<Outcome<T>>> handle)
        where TBody : class
        where T : class => Map("POST", pattern, 201, handle).IsRepeatable();

    /// <summary>Makes something that its body allows to be made only once: 201.</summary>
    public IEndpointConventionBuilder CreateOnce<TBody, T>(string pattern, Func<ApiCall, TBody, ValueTask<Outcome<T>>> handle)
        where TBody : class
        where T : class => Map("POST", pattern, 201, handle);

    /// <summary>Puts something in place.</summary>
    public IEndpointConventionBuilder Put<TBody, T>(string pattern, Func<ApiCall, TBody, ValueTask<Outcome<T>>> handle)
        where TBody : class
        where T : class => Map("PUT", pattern, 200, handle);

    /// <summary>Changes the members that the body has.</summary>
    public IEndpointConventionBuilder Patch<TBody, T>(string pattern, Func<ApiCall, TBody, ValueTask<Outcome<T>>> handle)
        where TBody : class
        where T : class => Map("PATCH", pattern, 200, handle);

    /// <summary>Removes something.</summary>
    public IEndpointConventionBuilder Delete<T>(string pattern, Func<ApiCall, ValueTask<Outcome<T>>> handle)
        where T : class => Map("DELETE", pattern, 200, handle);

    /// <summary>Reads something that is written while it is made: an export, a live list.</summary>
    public IEndpointConventionBuilder Stream(
        string pattern, string[] contentTypes, Func<ApiCall, ValueTask<Outcome<StreamedAnswer>>> handle) =>
        routes.MapMethods(Root + pattern, ["GET"], async http => await StreamAsync(http, await handle(new ApiCall(http, null))))
            .WithMetadata(new ProducesResponseTypeMetadata(200, typeof(string), contentTypes));

    /// <summary>Sends a browser on.</summary>
    public IEndpointConventionBuilder Go(string pattern, Func<ApiCall, ValueTask<Outcome<Destination>>> handle) =>
        routes.MapMethods(Root + pattern, ["GET"], async http =>
        {
            var outcome = await handle(new ApiCall(http, null));
            if (outcome.Value is not { } to)
            {
                await Problems.WriteAsync(http, outcome.Refusal!);
            }
            else if (to.IsOurs)
            {
                http.Response.Headers["Refresh"] = "0; url=" + to.Address;
            }
            else
            {
                http.Response.StatusCode = StatusCodes.Status302Found;
                http.Response.Headers.Location = to.Address;
            }
        }).WithMetadata(new ProducesResponseTypeMetadata(200), new ProducesResponseTypeMetadata(302));

    private IEndpointConventionBuilder Map<T>(string method, string pattern, int status, Func<ApiCall, ValueTask<Outcome<T>>> handle)
        where T : class =>
        Map<T>(method, pattern, status, async http => await AnswerAsync(http, status, await handle(new ApiCall(http, null))));

    private IEndpointConventionBuilder Map<TBody, T>(
        string method, string pattern, int status, Func<ApiCall, TBody, ValueTask<Outcome<T>>> handle)
        where TBody : class
        where T : class =>
        Map<T>(method, pattern, status, async http =>
        {
            var (body, fault) = await BodyReader.ReadAsync(http.Request, http.RequestAborted);
            if (body is null)
            {
                await Problems.WriteAsync(http, fault!);
                return;
            }

            var parsed = BodyReader.Parse(body, TypeOf<TBody>());
            var (repeat, unusable) = http.GetEndpoint()!.Metadata.GetMetadata<RepeatMark>() is not null
                ? Repeat.Read(http.Request.Headers["Idempotency-Key"], method, http.Request.Path.Value!, body)
                : default;
            if (parsed.Value is not { } value || unusable is not null)
            {
                await Problems.WriteAsync(http, parsed.Refusal ?? unusable!);
                return;
            }

            await AnswerAsync(http, status, await handle(new ApiCall(http, repeat), value));
        })
        .WithMetadata(new AcceptsMetadata(["application/json"], typeof(TBody)));

    private IEndpointConventionBuilder Map<T>(string method, string pattern, int status, RequestDelegate handle)
        where T : class => routes.MapMethods(Root + pattern, [method], handle)
            .WithMetadata(typeof(T) == typeof(Done)
                ? new ProducesResponseTypeMetadata(204)
                : new ProducesResponseTypeMetadata(status, typeof(T), ["application/json"]));

    private static Task AnswerAsync<T>(HttpContext http, int status, Outcome<T> outcome)
        where T : class
    {
        if (outcome.Value is not { } value)
        {
            return Problems.WriteAsync(http, outcome.Refusal!);
        }

        var answer = http.Response;
        if (value is Done)
        {
            answer.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }

        if (value is IVersioned { Version: var version })
        {
            answer.Headers[HeaderNames.ETag] = Expected.Tag(version);
        }

        answer.StatusCode = status;
        answer.ContentType = "application/json";
        return JsonSerializer.SerializeAsync(answer.Body, value, TypeOf<T>(), http.RequestAborted);
    }

    private static async Task StreamAsync(HttpContext http, Outcome<StreamedAnswer> outcome)
    {
        if (outcome.Value is not { } streamed)
        {
            await Problems.WriteAsync(http, outcome.Refusal!);
            return;
        }

        using var place = streamed.Place;
        http.Response.ContentType = streamed.ContentType;
        if (streamed.FileName is { } name)
        {
            http.Response.Headers[HeaderNames.ContentDisposition] = $"attachment; filename=\"{name}\"";
        }

        await http.Response.StartAsync(http.RequestAborted);
        if (!await streamed.WriteAsync(http.Response.Body, http.RequestAborted))
        {
            http.Abort();
        }
    }

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!;
}
