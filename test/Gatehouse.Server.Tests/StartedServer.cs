using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Gatehouse.Server.Tests;

/// <summary>The server as a process of its own, on free ports of this machine.</summary>
internal sealed class StartedServer : IAsyncDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _output = new();
    private readonly SemaphoreSlim _line = new(0);

    private StartedServer(Process process)
    {
        _process = process;
        process.OutputDataReceived += Note;
        process.ErrorDataReceived += Note;
    }

    /// <summary>Everything that it printed.</summary>
    public IReadOnlyCollection<string> Output => _output;

    /// <summary>Where people are.</summary>
    public Uri People => new(ValueOf("people and API on "));

    /// <summary>The demo server.</summary>
    public string Demo => ValueOf("demo server on ");

    /// <summary>The set-up link.</summary>
    public string SetUpLink => ValueOf("set up at ");

    public bool PrintedSetUp => _output.Any(line => line.StartsWith("set up at ", StringComparison.Ordinal));

    /// <summary>Starts it and waits until it says that it is ready.</summary>
    public static async Task<StartedServer> StartAsync(string data, params string[] more)
    {
        var server = Launch(data, more);
        await server.WaitForAsync("ready");
        return server;
    }

    /// <summary>Starts it where it will not get ready; gives how it ended.</summary>
    public static async Task<(int Code, string Output)> FailAsync(string data, params string[] more)
    {
        await using var server = Launch(data, more);
        using var patience = new CancellationTokenSource(_patience);
        await server._process.WaitForExitAsync(patience.Token);
        return (server._process.ExitCode, string.Join('\n', server._output));
    }

    /// <summary>Starts it and tells it to stop as soon as its first listener is heard; gives how it ended.</summary>
    /// <param name="data">The folder of its data folder.</param>
    /// <param name="demo">Where its demo server, the first of its listeners, is to be.</param>
    public static async Task<(int Code, string Output)> StopWhenHeardAsync(string data, IPEndPoint demo)
    {
        await using var server = Launch(data, ["--demo", demo.ToString()]);
        using var patience = new CancellationTokenSource(_patience);
        while (true)
        {
            using var knock = new TcpClient();
            try
            {
                await knock.ConnectAsync(demo, patience.Token);
                break;
            }
            catch (SocketException)
            {
                Assert.False(server._process.HasExited, string.Join('\n', server._output));
                await Task.Delay(5, patience.Token);
            }
        }

        return (await server.StopAsync(), string.Join('\n', server._output));
    }

    /// <summary>Tells it to stop, and waits; gives its exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        using var patience = new CancellationTokenSource(_patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        _line.Dispose();
    }

    private static StartedServer Launch(string data, string[] more)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = data,
        };
        start.Environment["HOME"] = Directory.CreateDirectory(Path.Combine(data, "home")).FullName;
        start.Environment["DOTNET_CLI_HOME"] = start.Environment["HOME"];
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "gatehouse-server.dll"));
        foreach (var argument in new[]
        {
            "--data", Path.Combine(data, "data"), "--people", "127.0.0.1:0", "--listen", "127.0.0.1:0", "--management", "127.0.0.1:0", "--demo", "127.0.0.1:0",
        }.Concat(more))
        {
            start.ArgumentList.Add(argument);
        }

        var server = new StartedServer(new Process { StartInfo = start });
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    private async Task WaitForAsync(string wanted)
    {
        using var patience = new CancellationTokenSource(_patience);
        while (!_output.Contains(wanted))
        {
            Assert.False(_process.HasExited, string.Join('\n', _output));
            await _line.WaitAsync(TimeSpan.FromSeconds(1), patience.Token);
        }
    }

    private string ValueOf(string before) =>
        _output.Single(line => line.StartsWith(before, StringComparison.Ordinal))[before.Length..];

    private void Note(object sender, DataReceivedEventArgs received)
    {
        if (received.Data is { } line)
        {
            _output.Enqueue(line);
            _line.Release();
        }
    }
}
