using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Hosting;

namespace Gatehouse.Gateway.Tests.Egress;

/// <summary>The sockets' threads are the calls' alone: what else the process asks for comes back on the pool.</summary>
public sealed class EgressThreadTests
{
    [Fact]
    public async Task Threads_InAProcessWhoseSocketsContinueInline_AreTold()
    {
        // The runtime reads the switch with the first socket, so it takes a process of its own.
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.Environment[SocketThreads.Variable] = "1";
        foreach (var argument in new[]
        {
            typeof(EgressThreadTests).Assembly.Location, "--progress", "off", "--no-ansi", "--filter-class", "*." + nameof(EgressThreads),
        })
        {
            start.ArgumentList.Add(argument);
        }

        using var run = Process.Start(start)!;
        var output = await run.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await run.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0 && output.Contains("failed: 0", StringComparison.Ordinal), output);
    }
}

/// <summary>Where an answer's head, its body, a closed port and a connection by itself come back.</summary>
public sealed class EgressThreads
{
    private static readonly CancellationToken _cancel = TestContext.Current.CancellationToken;

    private static readonly EgressRule _rule = new() { OperatorNetworks = [IPNetwork.Parse("127.0.0.0/8")] };

    private static bool IsInline => Environment.GetEnvironmentVariable(SocketThreads.Variable) == "1";

    [Fact]
    public async Task NewHandler_ForCalls_GoesOnOnASocketsThread()
    {
        // Without this the next test would look for something that never happens.
        Assert.Equal(IsInline, (await AskAsync(_rule with { IsForCalls = true })).Contains("body"));
    }

    [Fact]
    public async Task NewHandler_ForEverythingElse_GoesOnOnThePool()
    {
        Assert.Empty(await AskAsync(_rule));
    }

    [Fact]
    public async Task Connect_ByItself_GoesOnOnThePool()
    {
        using var server = Listen();
        var found = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            await using var stream = await EgressGuard.ConnectAsync("127.0.0.1", Port(server), _rule, _cancel);
            Look(found, "connected");
            using var accepted = await server.AcceptTcpClientAsync(_cancel);
            var read = stream.ReadAsync(new byte[1], _cancel);
            await accepted.GetStream().WriteAsync(new byte[1], _cancel);
            await read;
            Look(found, "read");
        }

        Assert.DoesNotContain("read", found);
        Assert.DoesNotContain("connected", found);
    }

    // The places at which it was found on a socket's thread.
    private static async Task<List<string>> AskAsync(EgressRule rule)
    {
        var found = new List<string>();
        using var server = Listen();
        using var invoker = new HttpMessageInvoker(EgressGuard.NewHandler(rule));
        for (var i = 0; i < 20; i++)
        {
            var isReading = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var served = ServeAsync(server, isReading.Task);
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{Port(server)}/");
            using var answer = await invoker.SendAsync(request, _cancel);
            Look(found, "head");
            await using var body = await answer.Content.ReadAsStreamAsync(_cancel);
            var read = body.ReadAsync(new byte[4], _cancel);
            isReading.SetResult();
            Assert.Equal(4, await read);
            Look(found, "body");
            await served;
        }

        var closed = Port(server);
        server.Stop();
        for (var i = 0; i < 20; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, $"http://127.0.0.1:{closed}/");
            await Assert.ThrowsAsync<HttpRequestException>(() => invoker.SendAsync(request, _cancel));
            Look(found, "refused");
        }

        return found;
    }

    // The head at once, the body when somebody waits for it.
    private static async Task ServeAsync(TcpListener server, Task isReading)
    {
        using var client = await server.AcceptTcpClientAsync(_cancel);
        await using var stream = client.GetStream();
        _ = await stream.ReadAtLeastAsync(new byte[4096], 16, cancellationToken: _cancel);
        await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"), _cancel);
        await isReading;
        await Task.Yield();
        await stream.WriteAsync(Encoding.ASCII.GetBytes("done"), _cancel);
    }

    private static TcpListener Listen()
    {
        var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        return server;
    }

    private static int Port(TcpListener server) => ((IPEndPoint)server.LocalEndpoint).Port;

    private static void Look(List<string> found, string place)
    {
        if (Thread.CurrentThread.Name == ".NET Sockets")
        {
            found.Add(place);
        }
    }
}
