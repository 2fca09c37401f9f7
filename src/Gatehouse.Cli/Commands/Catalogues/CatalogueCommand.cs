using System.CommandLine;

namespace Gatehouse.Cli.Commands.Catalogues;

/// <summary><c>gatehouse catalogue</c>: the index of servers and tools of a Gatehouse server.</summary>
internal static class CatalogueCommand
{
    public static Command Create() => new("catalogue", "Fill and look at the index of MCP servers and tools of a Gatehouse server.")
    {
        CatalogueImportCommand.Create(),
        CatalogueImportsCommand.Create(),
        CatalogueMessagesCommand.Create(),
    };
}
