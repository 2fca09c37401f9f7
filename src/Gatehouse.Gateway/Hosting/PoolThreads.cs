namespace Gatehouse.Gateway.Hosting;

/// <summary>Room on the pool for work that blocks: databases, files, the hashing of passwords.</summary>
/// <remarks>
/// Calls leave their own threads only to wait for the disk, and come back by the pool. With as many threads as processors,
/// which is the default, they would stand behind whatever people's requests wait for, and the pool adds a thread but twice a
/// second. With these, the system shares the processors out instead.
/// </remarks>
public static class PoolThreads
{
    private const int Fewest = 64;

    /// <summary>Sets it for this process.</summary>
    public static void Choose()
    {
        ThreadPool.GetMinThreads(out var workers, out var ports);
        ThreadPool.SetMinThreads(Math.Max(workers, Fewest), ports);
    }
}
