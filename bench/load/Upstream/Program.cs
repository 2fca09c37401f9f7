using Gatehouse.Load.Upstream;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

// The same server behind every proxy: the least that an MCP server of 2026-07-28 can be, as fast as Kestrel is.
Environment.SetEnvironmentVariable("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS", "1");
var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
builder.WebHost.UseKestrelCore();
builder.WebHost.UseSockets(sockets => sockets.UnsafePreferInlineScheduling = true);
builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(int.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture)));
await using var app = builder.Build();
app.Run(McpServer.AnswerAsync);
await app.RunAsync();
