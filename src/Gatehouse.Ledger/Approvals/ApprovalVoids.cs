using System.Data.Common;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Ledger.Dialects;

namespace Gatehouse.Ledger.Approvals;

/// <summary>Makes waiting and approved calls void, inside the transaction of what makes them so: their arguments go with it.</summary>
/// <remarks>A call that is under way is past it. Each takes a transaction on <c>state.db</c>, and returns how many it voided.</remarks>
public static class ApprovalVoids
{
    /// <summary>The grant was frozen, revoked or removed.</summary>
    public static int OfGrant(DbTransaction transaction, string grantId) => Run(transaction, "grant_id = $4", grantId);

    /// <summary>The server was frozen or removed.</summary>
    public static int OfServer(DbTransaction transaction, string serverId) => Run(transaction, "server_id = $4", serverId);

    /// <summary>The server's address or credential is now another: what was asked under the old one is void.</summary>
    public static int OfServerBut(DbTransaction transaction, string serverId, string fingerprint) =>
        Run(transaction, "server_id = $4 AND fingerprint <> $5", serverId, fingerprint);

    /// <summary>The tool's accepted definition is now another.</summary>
    public static int OfToolBut(DbTransaction transaction, string serverId, string tool, string definitionHash) =>
        Run(transaction, "server_id = $4 AND tool = $5 AND definition <> $6", serverId, tool, definitionHash);

    /// <summary>The tool may be declared otherwise now.</summary>
    public static int OfTool(DbTransaction transaction, string serverId, string tool) =>
        Run(transaction, "server_id = $4 AND tool = $5", serverId, tool);

    /// <summary>Everything of this installation: after a restore, say.</summary>
    public static int All(DbTransaction transaction) => Run(transaction, "TRUE");

    /// <summary>One request, by somebody's will or because nobody with the right stands behind it any more.</summary>
    /// <param name="transaction">On <c>state.db</c>.</param>
    /// <param name="id">The request.</param>
    /// <param name="who">Who did it, or null where nobody did.</param>
    /// <param name="why">What people read, or null.</param>
    /// <param name="at">The store's time.</param>
    internal static bool One(DbTransaction transaction, string id, Voter? who, string? why, DateTimeOffset at) => Sql.Execute(
        transaction,
        """
        UPDATE approval SET state = $1, params = NULL, settled_by = $4, settled_label = $5, comment = $6, settled = $7
        WHERE state IN ($2, $3) AND id = $8
        """,
        (int)ApprovalState.Void, (int)ApprovalState.Open, (int)ApprovalState.Approved, who?.Id, who?.Label, why, at.UtcTicks, id) == 1;

    // A call that the gateway was to make later goes with what it waits for; one that runs is past it.
    private static int Run(DbTransaction transaction, string which, params ReadOnlySpan<string> values)
    {
        Sql.Execute(
            transaction,
            $"UPDATE call_task SET state = $1, call = NULL WHERE state IN ($2, $3) AND {which}",
            [(int)CallTaskState.Void, (int)CallTaskState.Waiting, (int)CallTaskState.Waiting, .. values]);
        return Sql.Execute(
            transaction,
            $"UPDATE approval SET state = $1, params = NULL WHERE state IN ($2, $3) AND {which}",
            [(int)ApprovalState.Void, (int)ApprovalState.Open, (int)ApprovalState.Approved, .. values]);
    }
}
