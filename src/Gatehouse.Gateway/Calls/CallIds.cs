using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gatehouse.Gateway.Calls;

/// <summary>Ids of calls: unique over processes, short, and in the order of a process's calls.</summary>
internal static class CallIds
{
    private static readonly string _process = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
    private static long _last;

    /// <summary>The next id: 12 hex digits of the process, 10 of the call.</summary>
    public static string Next()
    {
        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, Interlocked.Increment(ref _last));
        return string.Concat(_process, Convert.ToHexStringLower(number[3..]));
    }
}
