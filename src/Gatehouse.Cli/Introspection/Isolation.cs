using System.Collections.Immutable;
using System.Diagnostics;

namespace Gatehouse.Cli.Introspection;

/// <summary>Takes the network away from what is started, where the system allows it.</summary>
internal static class Isolation
{
    private static readonly ImmutableArray<string> _prefix = ["unshare", "--map-root-user", "--net", "--"];

    /// <summary>What a command begins with to have no network; empty where this system cannot do it.</summary>
    public static async Task<ImmutableArray<string>> PrefixAsync(CancellationToken cancel)
    {
        if (!OperatingSystem.IsLinux())
        {
            return [];
        }

        try
        {
            var start = new ProcessStartInfo(_prefix[0])
            {
                RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, UseShellExecute = false,
            };
            foreach (var word in _prefix.Skip(1).Append("true"))
            {
                start.ArgumentList.Add(word);
            }

            using var probe = Process.Start(start)!;
            await probe.WaitForExitAsync(cancel);
            return probe.ExitCode == 0 ? _prefix : [];
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return [];
        }
    }
}
