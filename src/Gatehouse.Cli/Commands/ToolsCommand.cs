using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary><c>gatehouse tools</c>: definitions that changed and wait for a person.</summary>
internal static class ToolsCommand
{
    public static Command Create() => new("tools", "Look at tools that are new or changed, and accept or dismiss them.")
    {
        ToolsDiffCommand.Create(),
        ToolsSettleCommand.Create(
            "accept", "Accept definitions that wait: from now on the tools can be called as they are now.", "accepted",
            static (file, server, names) => file.Accept(server, names),
            "gatehouse tools accept --server payments create_refund",
            "gatehouse tools accept --server payments --all"),
        ToolsSettleCommand.Create(
            "dismiss", "Dismiss definitions that wait: what was accepted before stays accepted.", "dismissed",
            static (file, server, names) => file.Dismiss(server, names),
            "gatehouse tools dismiss --server payments create_refund"),
    };
}
