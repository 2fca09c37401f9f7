using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Control.Routes;

/// <summary>One request to the API, as its endpoint sees it.</summary>
/// <param name="http">The request.</param>
/// <param name="repeat">Its idempotency key.</param>
internal sealed class ApiCall(HttpContext http, Repeat? repeat)
{
    public HttpContext Http => http;

    public CancellationToken Cancel => http.RequestAborted;

    /// <summary>Who asks. A bug on a public endpoint, where nobody was asked for.</summary>
    public Principal Who => http.Features.Get<Principal>() ?? throw new InvalidOperationException("a public endpoint knows nobody");

    /// <summary>The network address that the request came from.</summary>
    public string From => Addresses.Of(http);

    /// <summary><c>{id}</c> of the path.</summary>
    public string Id => Part("id");

    /// <summary>The version that the change was made from.</summary>
    public Expected Expected
    {
        get
        {
            Said<VersionMark>("If-Match");
            return Expected.Read(http.Request.Headers.IfMatch);
        }
    }

    /// <summary>The idempotency key of a creation; null without one.</summary>
    public Repeat? Repeat
    {
        get
        {
            Said<RepeatMark>("Idempotency-Key");
            return repeat;
        }
    }

    /// <summary>Which part of a list.</summary>
    public PageQuery Page
    {
        get
        {
            Said<PageMark>("`limit` and `cursor`");
            return new(http.Request.Query["limit"], http.Request.Query["cursor"]);
        }
    }

    /// <summary>What the query says under a name that the endpoint takes.</summary>
    public StringValues Query(string name) => Notes.OfType<QueryNote>().Any(note => note.Name == name)
        ? http.Request.Query[name]
        : throw new InvalidOperationException($"the endpoint reads `{name}` and does not say so");

    /// <summary>A part of the path.</summary>
    public string Part(string name) => (string)http.Request.RouteValues[name]!;

    /// <summary>An administration.</summary>
    public T Use<T>()
        where T : notnull => http.RequestServices.GetRequiredService<T>();

    private EndpointMetadataCollection Notes => http.GetEndpoint()!.Metadata;

    // The document of the API is made from what endpoints say: one that reads more is a bug, seen by the first test of it.
    private void Said<TMark>(string what)
        where TMark : class => _ = Notes.GetMetadata<TMark>() ?? throw new InvalidOperationException($"the endpoint reads {what} and does not say so");
}
