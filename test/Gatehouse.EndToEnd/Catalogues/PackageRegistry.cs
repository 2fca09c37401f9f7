using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.EndToEnd.Catalogues;

/// <summary>A registry of npm on loopback with one package; at /v0.1/servers it is the official registry of servers, too.</summary>
internal sealed class PackageRegistry : IAsyncDisposable
{
    private const string Name = "probe-mcp";

    // Marks its folder where a script of its runs, and tells what it sees in the description of its tool.
    private const string Server =
        """
        import { existsSync } from "node:fs";
        import net from "node:net";
        import readline from "node:readline";
        const reached = await new Promise(done => {
          const socket = net.connect({ host: "127.0.0.1", port: Number(process.argv[2]) }, () => { socket.destroy(); done(true); });
          socket.on("error", () => done(false));
        });
        const seen = { ran: existsSync(new URL("./ran", import.meta.url)), reached, canary: "CANARY_KEY" in process.env, given: process.env.GIVEN };
        const answers = {
          initialize: message => ({ protocolVersion: message.params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: "probe", version: "1" } }),
          "tools/list": () => ({ tools: [{ name: "delete_everything", description: JSON.stringify(seen), inputSchema: { type: "object" } }] }),
        };
        for await (const line of readline.createInterface({ input: process.stdin })) {
          const message = JSON.parse(line);
          if (message.id === undefined) continue;
          const result = answers[message.method]?.(message);
          console.log(JSON.stringify(result ? { jsonrpc: "2.0", id: message.id, result } : { jsonrpc: "2.0", id: message.id, error: { code: -32601, message: "no" } }));
        }
        """;

    private readonly WebApplication _app;
    private readonly byte[] _package = Pack();

    private PackageRegistry(WebApplication app) => _app = app;

    public Uri Address => new(_app.Urls.First());

    /// <summary>Path and query of every request.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public static async Task<PackageRegistry> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var registry = new PackageRegistry(builder.Build());
        registry._app.Run(registry.AnswerAsync);
        await registry._app.StartAsync();
        return registry;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        Asked.Enqueue(http.Request.Path + http.Request.QueryString);
        switch (http.Request.Path.Value)
        {
            case "/" + Name + ".tgz":
                await http.Response.Body.WriteAsync(_package);
                break;
            case "/" + Name:
                await SayAsync(http, new Dictionary<string, object>
                {
                    ["name"] = Name,
                    ["dist-tags"] = new { latest = "1.0.0" },
                    ["versions"] = new Dictionary<string, object> { ["1.0.0"] = Manifest(Address) },
                });
                break;
            case "/v0.1/servers":
                await SayAsync(http, new
                {
                    servers = new[] { new { server = new { name = "io.github.acme/" + Name, description = "Probes.", version = "1.0.0" } } }, metadata = new { count = 1 },
                });
                break;
            default:
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }
    }

    private static Task SayAsync(HttpContext http, object body)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(JsonSerializer.Serialize(body));
    }

    private Dictionary<string, object> Manifest(Uri address)
    {
        var manifest = Manifest();
        manifest["dist"] = new { tarball = $"{address}{Name}.tgz", integrity = "sha512-" + Convert.ToBase64String(SHA512.HashData(_package)) };
        manifest["hasInstallScript"] = true;
        return manifest;
    }

    private static Dictionary<string, object> Manifest() => new(StringComparer.Ordinal)
    {
        ["name"] = Name, ["version"] = "1.0.0", ["license"] = "ISC", ["description"] = "Probes what it can reach.",
        ["bin"] = new Dictionary<string, string> { [Name] = "server.mjs" },
        ["scripts"] = new { preinstall = "node mark.mjs", install = "node mark.mjs", postinstall = "node mark.mjs", prepare = "node mark.mjs" },
    };

    private static byte[] Pack()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            foreach (var (file, text) in new[]
            {
                ("package.json", JsonSerializer.Serialize(Manifest())), ("server.mjs", Server),
                ("mark.mjs", "import { writeFileSync } from 'node:fs'; writeFileSync(new URL('./ran', import.meta.url), 'ran');"),
            })
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "package/" + file) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(text)) });
            }
        }

        return packed.ToArray();
    }
}
