using Gatehouse.Policy;

namespace Gatehouse.Cli.Commands;

/// <summary>What every verb says alike.</summary>
internal static class Console
{
    /// <summary>Prints a fault with what to do about it, and answers with the exit code for it.</summary>
    public static int Fail(Fault fault)
    {
        System.Console.Error.WriteLine($"gatehouse: {fault.Message}");
        if (fault.Help is { } help)
        {
            System.Console.Error.WriteLine($"  {help}");
        }

        return ExitCode.Failure;
    }
}
