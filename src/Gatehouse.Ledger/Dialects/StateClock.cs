using System.Data.Common;

namespace Gatehouse.Ledger.Dialects;

/// <summary>The store's time over all processes: the later of the stored one and the clock.</summary>
internal static class StateClock
{
    public static DateTimeOffset Now(DbTransaction transaction, TimeProvider time)
    {
        var stored = Sql.Number(transaction, "SELECT latest FROM ledger_clock");
        var clock = time.GetUtcNow().UtcTicks;
        if (clock > stored)
        {
            Sql.Execute(transaction, "UPDATE ledger_clock SET latest = $1", clock);
        }

        return new DateTimeOffset(Math.Max(stored, clock), TimeSpan.Zero);
    }
}
