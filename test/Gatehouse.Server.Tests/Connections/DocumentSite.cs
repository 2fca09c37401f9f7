using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Server.Tests.Connections;

/// <summary>A client's own site on this machine, with the document about it.</summary>
internal sealed class DocumentSite : IAsyncDisposable
{
    private readonly WebApplication _site;
    private int _reads;

    private DocumentSite(WebApplication site) => _site = site;

    /// <summary>The client's id: the document's address.</summary>
    public string ClientId => _site.Urls.First() + "/client.json";

    /// <summary>How often it was read.</summary>
    public int Reads => _reads;

    public static async Task<DocumentSite> StartAsync(string redirect)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var site = new DocumentSite(builder.Build());
        site._site.Run(async http =>
        {
            Interlocked.Increment(ref site._reads);
            http.Response.ContentType = "application/json";
            await http.Response.WriteAsync(JsonSerializer.Serialize(new
            {
                client_id = site.ClientId, client_name = "Described Assistant", redirect_uris = new[] { redirect },
            }));
        });
        await site._site.StartAsync();
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        await _site.StopAsync();
        await _site.DisposeAsync();
    }
}
