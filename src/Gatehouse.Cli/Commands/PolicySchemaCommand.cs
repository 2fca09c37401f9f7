using System.CommandLine;
using Gatehouse.Cli.Output;
using Gatehouse.Policy.Language;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse policy schema</c>: the JSON Schema of policies, for editors.</summary>
internal static class PolicySchemaCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "schema", "Print the JSON Schema of policies, for editors.", "gatehouse policy schema > policy-v1.schema.json");
        command.SetAction(parsed =>
        {
            Terminal.Of(parsed).Ours(PolicySchema.Text);
            return ExitCode.Success;
        });
        return command;
    }
}
