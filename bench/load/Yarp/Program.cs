using System.Diagnostics;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy.Forwarder;

// YARP's direct forwarder, as its documentation has it for one destination: it passes bytes and knows nothing of MCP.
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
builder.Services.AddRoutingCore();
builder.Services.AddHttpForwarder();
builder.WebHost.UseKestrelCore();
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(int.Parse(args[0], CultureInfo.InvariantCulture)));
await using var app = builder.Build();
using var upstream = new HttpMessageInvoker(new SocketsHttpHandler
{
    UseProxy = false,
    AllowAutoRedirect = false,
    AutomaticDecompression = DecompressionMethods.None,
    UseCookies = false,
    ActivityHeadersPropagator = new ReverseProxyPropagator(DistributedContextPropagator.Current),
});
app.UseRouting();
app.MapForwarder("/{**rest}", "http://127.0.0.1:" + args[1], ForwarderRequestConfig.Empty, HttpTransformer.Default, upstream);
await app.RunAsync();
