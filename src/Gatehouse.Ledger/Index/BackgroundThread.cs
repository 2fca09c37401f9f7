using System.Runtime.InteropServices;

namespace Gatehouse.Ledger.Index;

/// <summary>A thread for work that can wait: where the processors are busy, calls come first.</summary>
public static partial class BackgroundThread
{
    // Linux has a weight for each thread; this one leaves about nine tenths to whoever else wants to run.
    private const int Niceness = 10;

    /// <summary>Starts one; it does not keep the process alive.</summary>
    /// <param name="name">What it is called, for whoever looks at the process.</param>
    /// <param name="work">What it does until it ends.</param>
    public static Thread Start(string name, Action work)
    {
        var thread = new Thread(() =>
        {
            if (OperatingSystem.IsLinux())
            {
                // 0, 0: the calling thread. Where it is refused, the work is done all the same.
                _ = SetPriority(0, 0, Niceness);
            }

            work();
        })
        {
            IsBackground = true,
            Name = name,
            Priority = ThreadPriority.BelowNormal,
        };
        thread.Start();
        return thread;
    }

    [LibraryImport("libc", EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetPriority(int which, int who, int priority);
}
