using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse config</c>: what one does with a configuration before it is in force.</summary>
internal static class ConfigCommand
{
    public static Command Create() => new("config", "Help with writing gatehouse.json.")
    {
        ConfigSchemaCommand.Create(),
    };
}
