namespace Gatehouse.Control.Storage.Postgres;

/// <summary>
/// Nothing of the control plane runs on a thread that belongs to a socket: calls are served there, and Npgsql, when it is
/// awaited, goes on there. A hop behind it is not enough: who awaits what has hopped and is done already stays where it is. So
/// nothing of PostgreSQL is awaited: each access waits on its own thread, as it does with SQLite.
/// </summary>
internal static class SocketThread
{
    /// <summary>What the runtime calls the threads that wait for sockets.</summary>
    public const string Name = ".NET Sockets";

    /// <summary>Whether this is one.</summary>
    public static bool IsHere => Thread.CurrentThread.Name == Name;
}
