using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse keys</c>: the keys that seal, sign and encrypt what a data folder holds.</summary>
internal static class KeysCommand
{
    public static Command Create() => new("keys", "The keys of a data folder.")
    {
        KeysAddCommand.Create(),
    };
}
