using System.Diagnostics;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>How a process is started: its program and arguments as they are, never a shell, a clean environment.</summary>
internal static class ChildStart
{
    /// <summary>All that a process inherits; the rest of the gateway's environment may hold secrets.</summary>
    public static readonly string[] Inherited =
        ["PATH", "HOME", "USER", "LOGNAME", "SHELL", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR"];

    // Puts the process at the head of a session and group of its own, so that all it starts can be ended with it.
    private static readonly string? Setsid = FirstFile("/usr/bin/setsid", "/bin/setsid");

    /// <summary>Whether processes lead a group of their own; without, only their known children can be ended.</summary>
    public static bool HasGroups => Setsid is not null;

    /// <summary>What to start; null where there is no such program.</summary>
    public static ProcessStartInfo? For(UpstreamEntry.Stdio entry)
    {
        if (entry.Command.IsDefaultOrEmpty || Find(entry) is not { } program)
            return null;
        var start = new ProcessStartInfo(Setsid ?? program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = entry.WorkingDirectory ?? "",
        };
        if (Setsid is not null)
            start.ArgumentList.Add(program);
        foreach (var argument in entry.Command.AsSpan()[1..])
            start.ArgumentList.Add(argument);

        start.Environment.Clear();
        foreach (var name in Inherited)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                start.Environment[name] = value;
        }

        foreach (var (name, value) in entry.Environment)
            start.Environment[name] = value;
        return start;
    }

    // The file itself, looked up as execvp does, so that a missing program is known before anything is started.
    private static string? Find(UpstreamEntry.Stdio entry)
    {
        var program = entry.Command[0];
        if (program.Contains('/', StringComparison.Ordinal))
            return FirstFile(Path.GetFullPath(program, Path.GetFullPath(entry.WorkingDirectory ?? ".")));
        var path = entry.Environment.TryGetValue("PATH", out var own) ? own : Environment.GetEnvironmentVariable("PATH");
        return FirstFile([.. (path ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(
            folder => Path.Combine(folder, program))]);
    }

    private static string? FirstFile(params string[] paths) => Array.Find(paths, File.Exists);
}
