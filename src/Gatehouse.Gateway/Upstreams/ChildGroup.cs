using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>Ends a process and all that it started.</summary>
internal static class ChildGroup
{
    private const int SigTerm = 15;
    private const int SigKill = 9;

    /// <summary>Asks the group to end.</summary>
    public static void Terminate(Process process) => Signal(process.Id, SigTerm);

    /// <summary>Ends the group, and children that left it.</summary>
    public static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It ended by itself; what it started may be left.
        }

        Signal(process.Id, SigKill);
    }

    private static void Signal(int leader, int signal)
    {
        if (ChildStart.HasGroups && leader > 1)
            _ = SendSignal(-leader, signal);
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SendSignal(int id, int signal);
}
