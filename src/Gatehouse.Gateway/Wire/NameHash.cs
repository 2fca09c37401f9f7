using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Gatehouse.Gateway.Wire;

/// <summary>A 64-bit hash of member names, seeded per process.</summary>
/// <remarks>SECURITY: a sender who does not know the seeds cannot aim names at one slot of the table.</remarks>
internal static class NameHash
{
    private static readonly ulong _seed = Random64();
    private static readonly ulong _body = Random64() | 1;
    private static readonly ulong _tail = Random64() | 1;

    public static ulong Of(ReadOnlySpan<byte> name, int parent)
    {
        var hash = _seed ^ ((ulong)(uint)parent << 32) ^ (uint)name.Length;
        while (name.Length >= 8)
        {
            hash = Mix(hash ^ BinaryPrimitives.ReadUInt64LittleEndian(name), _body);
            name = name[8..];
        }

        return Mix(hash ^ Rest(name), _tail);
    }

    private static ulong Rest(ReadOnlySpan<byte> name)
    {
        if (name.Length >= 4)
        {
            return BinaryPrimitives.ReadUInt32LittleEndian(name)
                | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(name[^4..]) << 32);
        }

        ulong rest = 0;
        foreach (var b in name)
        {
            rest = (rest << 8) | b;
        }

        return rest;
    }

    private static ulong Mix(ulong left, ulong right)
    {
        var high = Math.BigMul(left, right, out var low);
        return high ^ low;
    }

    private static ulong Random64() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));
}
