using System.Diagnostics;
using System.Text;

namespace Gatehouse.EndToEnd.Processes;

/// <summary>A program that was started and said that it listens.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);

    private readonly Process child;
    private readonly StringBuilder said;

    private RunningProgram(Process child, StringBuilder said, string found)
    {
        (this.child, this.said, Found) = (child, said, found);
    }

    /// <summary>What followed the words that it was waited for.</summary>
    public string Found { get; }

    /// <summary>Everything it printed so far.</summary>
    public string Output
    {
        get
        {
            lock (said)
            {
                return said.ToString();
            }
        }
    }

    public bool HasExited => child.HasExited;

    public int Id => child.Id;

    /// <summary>Waits until a line holds the words; the rest of that line is <see cref="Found"/>.</summary>
    public static async Task<RunningProgram> StartAsync(
        IReadOnlyList<string> command,
        string words,
        string? folder = null,
        IReadOnlyDictionary<string, string>? env = null)
    {
        var lines = new StringBuilder();
        var found = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = new Process { StartInfo = Info(command, folder, env), EnableRaisingEvents = true };
        void Listen(object _, DataReceivedEventArgs line)
        {
            lock (lines)
            {
                lines.AppendLine(line.Data);
            }

            if (line.Data?.IndexOf(words, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
            {
                found.TrySetResult(line.Data[(at + words.Length)..].Trim());
            }
        }

        started.OutputDataReceived += Listen;
        started.ErrorDataReceived += Listen;
        started.Exited += (_, _) => found.TrySetException(new InvalidOperationException($"{command[0]} ended"));
        started.Start();
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        try
        {
            return new RunningProgram(started, lines, await found.Task.WaitAsync(Patience));
        }
        catch (Exception fault)
        {
            started.Kill(entireProcessTree: true);
            throw new InvalidOperationException($"{string.Join(' ', command)} did not start:\n{lines}", fault);
        }
    }

    /// <summary>Runs a program to its end, which must come within half an hour.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        IReadOnlyList<string> command, string? folder = null, IReadOnlyDictionary<string, string>? env = null)
    {
        using var run = Process.Start(Info(command, folder, env))!;
        run.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(30));
        var output = run.StandardOutput.ReadToEndAsync(limit.Token);
        var errors = run.StandardError.ReadToEndAsync(limit.Token);
        try
        {
            await run.WaitForExitAsync(limit.Token);
            return (run.ExitCode, await output, await errors);
        }
        finally
        {
            // Nothing that a test started outlives it.
            if (!run.HasExited)
            {
                run.Kill(entireProcessTree: true);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!child.HasExited)
        {
            child.Kill(entireProcessTree: true);
            await child.WaitForExitAsync();
        }

        child.Dispose();
    }

    private static ProcessStartInfo Info(
        IReadOnlyList<string> command, string? folder, IReadOnlyDictionary<string, string>? env)
    {
        var info = new ProcessStartInfo(command[0])
        {
            WorkingDirectory = folder ?? "",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in command.Skip(1))
        {
            info.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in env ?? new Dictionary<string, string>(StringComparer.Ordinal))
        {
            info.Environment[name] = value;
        }

        return info;
    }
}
