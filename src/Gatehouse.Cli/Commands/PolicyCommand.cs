using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse policy</c>: what one does with a policy before it is in force.</summary>
internal static class PolicyCommand
{
    public static Command Create() => new("policy", "Validate, test and explain policies.")
    {
        PolicyValidateCommand.Create(),
        PolicyTestCommand.Create(),
        PolicyExplainCommand.Create(),
        PolicySchemaCommand.Create(),
    };
}
