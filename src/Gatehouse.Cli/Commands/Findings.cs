using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Cli.Commands;

/// <summary>Prints findings where people look for them: on standard error, one a line.</summary>
internal static class Findings
{
    public static void Print(IEnumerable<FileFinding> findings)
    {
        foreach (var finding in findings)
        {
            System.Console.Error.WriteLine(finding);
        }
    }
}
