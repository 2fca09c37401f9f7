using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using Gatehouse.Control.Catalogue;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>A source on loopback: the registry's API over a list of entries, and whatever else a test puts at an address.</summary>
internal sealed class SourceStub : IAsyncDisposable
{
    private readonly WebApplication _site;

    private SourceStub(WebApplication site) => _site = site;

    public Uri Address => new(_site.Urls.First());

    /// <summary>It as every source of the catalogue.</summary>
    public CatalogueSettings Sources => new() { Registry = Address, Npm = Address, NuGet = new Uri(Address, "nuget/index.json") };

    /// <summary>Path and query of every request.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <summary>The registry's entries, as JSON.</summary>
    public IReadOnlyList<string> Entries { get; set; } = [];

    /// <summary>From this entry on the registry fails; null: never.</summary>
    public int? FailsAt { get; set; }

    /// <summary>Done before a page of the registry is answered, by its first entry.</summary>
    public Action<int>? Before { get; set; }

    /// <summary>What lies at other addresses.</summary>
    public ConcurrentDictionary<string, string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>What is packed on the way, whoever asks.</summary>
    public Func<string, bool> IsPacked { get; set; } = static _ => false;

    public static async Task<SourceStub> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var stub = new SourceStub(builder.Build());
        stub._site.Run(stub.AnswerAsync);
        await stub._site.StartAsync();
        return stub;
    }

    public async ValueTask DisposeAsync()
    {
        await _site.StopAsync();
        await _site.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        Asked.Enqueue(http.Request.Path + http.Request.QueryString);
        http.Response.ContentType = "application/json";
        if (http.Request.Path == "/v0.1/servers")
        {
            var at = http.Request.Query["cursor"] is [{ } cursor] ? int.Parse(cursor.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
            var limit = int.Parse(http.Request.Query["limit"]!, System.Globalization.CultureInfo.InvariantCulture);
            Before?.Invoke(at);
            if (at >= FailsAt)
            {
                http.Response.StatusCode = 500;
                return;
            }

            var next = at + limit < Entries.Count ? $",\"nextCursor\":\"c:{at + limit}\"" : "";
            await http.Response.WriteAsync("{\"servers\":[" + string.Join(',', Entries.Skip(at).Take(limit)) + "],\"metadata\":{\"count\":1" + next + "}}");
            return;
        }

        // The raw path: %2f is not a slash here.
        var path = http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        if (Files.TryGetValue(path, out var file))
        {
            if (!IsPacked(path))
            {
                await http.Response.WriteAsync(file);
                return;
            }

            http.Response.Headers.ContentEncoding = "gzip";
            await using var packed = new GZipStream(http.Response.Body, CompressionLevel.Fastest);
            await packed.WriteAsync(Encoding.UTF8.GetBytes(file));
            return;
        }

        http.Response.StatusCode = 404;
    }
}
