using System.CommandLine;
using Gatehouse.Cli.Output;
using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse config schema</c>: the JSON Schema of <c>gatehouse.json</c>, for editors.</summary>
internal static class ConfigSchemaCommand
{
    public static Command Create()
    {
        var command = new Verb(
            "schema", "Print the JSON Schema of gatehouse.json, for editors.", "gatehouse config schema > gatehouse.schema.json");
        command.SetAction(parsed =>
        {
            Terminal.Of(parsed).Ours(ConfigSchema.Text);
            return ExitCode.Success;
        });
        return command;
    }
}
