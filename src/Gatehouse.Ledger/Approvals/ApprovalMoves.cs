using System.Data.Common;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Ledger.Dialects;

namespace Gatehouse.Ledger.Approvals;

/// <summary>What moves a request from one state to the next: each a compare-and-set inside the caller's transaction.</summary>
internal static class ApprovalMoves
{
    /// <summary>One yes; approved once enough distinct people have said it.</summary>
    public static ApprovalState Approve(DbTransaction transaction, DateTimeOffset now, string id, Voter who, string? comment)
    {
        Sql.Execute(
            transaction,
            """
            INSERT INTO approval_vote (approval_id, who, at, label, via, comment) VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT DO NOTHING
            """,
            id, who.Id, now.UtcTicks, who.Label, who.Via, comment);
        var isEnough = Sql.Execute(
            transaction,
            """
            UPDATE approval SET state = $1, settled = $2, expires = $2 + lifetime WHERE id = $3 AND state = $4
            AND approvers <= (SELECT count(*) FROM approval_vote WHERE approval_id = $3)
            """,
            (int)ApprovalState.Approved, now.UtcTicks, id, (int)ApprovalState.Open) == 1;
        return isEnough ? ApprovalState.Approved : ApprovalState.Open;
    }

    /// <summary>One no is enough; the arguments go with it.</summary>
    public static ApprovalState Refuse(DbTransaction transaction, DateTimeOffset now, string id, Voter who, string? comment)
    {
        Sql.Execute(
            transaction,
            """
            UPDATE approval SET state = $1, settled_by = $2, settled_label = $3, comment = $4, settled = $5, params = NULL
            WHERE id = $6 AND state = $7
            """,
            (int)ApprovalState.Refused, who.Id, who.Label, comment, now.UtcTicks, id, (int)ApprovalState.Open);
        return ApprovalState.Refused;
    }

    /// <summary>Provably nothing was sent: claimed → approved.</summary>
    public static int GiveBack(DbTransaction transaction, string id) => Sql.Execute(
        transaction,
        "UPDATE approval SET state = $1, call_id = NULL, writer = NULL, claimed = NULL WHERE id = $2 AND state = $3",
        (int)ApprovalState.Approved, id, (int)ApprovalState.Claimed);

    /// <summary>The claimed call ended: claimed → done, or → unknown when nobody knows. The arguments go with it.</summary>
    public static int Conclude(DbTransaction transaction, string id, bool isKnown) => Sql.Execute(
        transaction,
        "UPDATE approval SET state = $1, params = NULL WHERE id = $2 AND state = $3",
        (int)(isKnown ? ApprovalState.Done : ApprovalState.Unknown), id, (int)ApprovalState.Claimed);
}
