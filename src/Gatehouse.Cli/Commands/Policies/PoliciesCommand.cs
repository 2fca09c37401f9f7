using System.CommandLine;

namespace Gatehouse.Cli.Commands.Policies;

/// <summary><c>gatehouse policies</c>: the named policies of the organisation. (<c>policy</c> is about files.)</summary>
internal static class PoliciesCommand
{
    public static Command Create() => new("policies", "List, save, compare and attach the policies on the server.")
    {
        PoliciesListCommand.Create(),
        PoliciesShowCommand.Create(),
        PoliciesNewCommand.Create(),
        PoliciesSaveCommand.Create(),
        PoliciesVersionsCommand.Create(),
        PoliciesDiffCommand.Create(),
        PoliciesRollbackCommand.Create(),
        PoliciesConfirmCommand.Create(confirms: true),
        PoliciesConfirmCommand.Create(confirms: false),
        PoliciesTestsCommand.Create(),
        PoliciesSimulateCommand.Create(),
        PoliciesEffectsCommand.Create(),
        PoliciesReplayCommand.Create(),
        PoliciesSuggestCommand.Create(),
        PoliciesObserveCommand.Create(),
        PoliciesAttachCommand.Create(attaches: true),
        PoliciesAttachCommand.Create(attaches: false),
        PoliciesRemoveCommand.Create(),
    };
}
