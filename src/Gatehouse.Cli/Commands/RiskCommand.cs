using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse risk</c>: what tools can do, and how well that is told.</summary>
internal static class RiskCommand
{
    public static Command Create() => new("risk", "Say what tools can do, from their definitions alone.")
    {
        RiskExplainCommand.Create(),
        RiskEvalCommand.Create(),
        RiskFeaturesCommand.Create(),
    };
}
