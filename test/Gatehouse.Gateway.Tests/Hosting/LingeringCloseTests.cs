using System.Net;
using System.Net.Sockets;
using System.Text;
using Gatehouse.Gateway.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Tests.Hosting;

public class LingeringCloseTests
{
    // The first part is refused; the others meet a closed socket where nobody reads them, and the client never sees why.
    [Fact]
    public async Task Refused_WhileStillSending_TheClientReadsTheAnswer()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var app = Build();
        await app.StartAsync(cancel);
        var port = new Uri(app.Urls.Single()).Port;
        var head = Encoding.Latin1.GetBytes($"GET / HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {new string('x', 1 << 20)}\r\n\r\n");

        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, cancel);
        foreach (var part in head.Chunk(1 << 17))
        {
            await client.GetStream().WriteAsync(part, cancel);
            await Task.Delay(20, cancel);
        }

        var answer = await new StreamReader(client.GetStream()).ReadLineAsync(cancel);

        Assert.Equal("HTTP/1.1 431 Request Header Fields Too Large", answer);
    }

    // The bounds hold: who sends on and on is closed after four megabytes, and who sends nothing more after a second.
    [Fact]
    public async Task Refused_AndNeverDone_IsClosedAllTheSame()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var app = Build();
        await app.StartAsync(cancel);
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, new Uri(app.Urls.Single()).Port, cancel);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes("GET / HTTP/1.1\r\nHost: a\r\nAuthorization: "), cancel);
        var part = new byte[1 << 16];
        Array.Fill(part, (byte)'x');

        // No more than the sixteen megabytes of a socket's own buffers on both sides beside them.
        var error = await Record.ExceptionAsync(async () =>
        {
            for (var i = 0; i < 320; i++)
            {
                await client.GetStream().WriteAsync(part, cancel);
            }

            await new StreamReader(client.GetStream()).ReadToEndAsync(cancel).WaitAsync(TimeSpan.FromSeconds(30), cancel);
        });

        Assert.True(error is null or IOException, error?.ToString());
    }

    private static WebApplication Build()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(new IPEndPoint(IPAddress.Loopback, 0), certificate: null, maxConnections: 10));
        var app = builder.Build();
        app.Run(http => http.Response.WriteAsync("read", http.RequestAborted));
        return app;
    }
}
