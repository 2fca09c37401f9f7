using System.Data.Common;

namespace Gatehouse.Control.Storage;

/// <summary>Whether an exception says that the database did not do what it was asked, however many others are around it.</summary>
internal static class StoreFailure
{
    /// <summary>The exception of the database; null for another kind of failure.</summary>
    public static DbException? Of(Exception? failed)
    {
        for (; failed is not null; failed = failed.InnerException)
        {
            if (failed is DbException database)
            {
                return database;
            }
        }

        return null;
    }
}
