using System.Collections.Concurrent;
using System.Diagnostics;

namespace Gatehouse.EndToEnd.Operation;

/// <summary>The built <c>gatehouse</c> as a process of its own: what it prints, what signals do to it, how it ends.</summary>
internal sealed class GatewayProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly SemaphoreSlim _more = new(0);
    private readonly Task _reading;

    private GatewayProcess(Process process, bool isOutputOurs)
    {
        _process = process;
        _reading = isOutputOurs
            ? Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError))
            : ReadAsync(process.StandardError);
    }

    public int Id => _process.Id;

    public Process Process => _process;

    /// <summary>Everything printed so far.</summary>
    public string Said => string.Join('\n', _lines);

    public static GatewayProcess Start(IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string>? environment = null, bool isOutputOurs = true)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "gatehouse"), arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        return new GatewayProcess(System.Diagnostics.Process.Start(start)!, isOutputOurs);
    }

    /// <summary>Waits for a line that holds the text.</summary>
    public async Task<string> SaysAsync(string text, int seconds = 90)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (true)
        {
            if (_lines.FirstOrDefault(line => line.Contains(text, StringComparison.Ordinal)) is { } found)
            {
                return found;
            }

            try
            {
                await _more.WaitAsync(limit.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"not said within {seconds} s: {text}\n{Said}");
            }
        }
    }

    /// <summary>The address after <c>listening on</c>.</summary>
    public async Task<Uri> AddressAsync(string after = "listening on ") =>
        new((await SaysAsync(after))[after.Length..]);

    public void Terminate()
    {
        using var kill = System.Diagnostics.Process.Start("/bin/sh", ["-c", $"kill -TERM {_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> EndAsync(int seconds = 60)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        await _process.WaitForExitAsync(limit.Token);
        await _reading;
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
        _more.Dispose();
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _lines.Enqueue(line);
            _more.Release();
        }
    }
}
