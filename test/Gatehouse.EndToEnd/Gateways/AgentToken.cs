using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Gatehouse.EndToEnd.Gateways;

/// <summary>A token as an operator would issue it: random, with a checksum of six base-62 digits.</summary>
internal static class AgentToken
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    public static string New()
    {
        var body = "gth_" + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var rest = Crc32(Encoding.ASCII.GetBytes(body));
        var sum = new char[6];
        for (var i = sum.Length - 1; i >= 0; i--, rest /= 62)
        {
            sum[i] = Digits[(int)(rest % 62)];
        }

        return body + new string(sum);
    }

    public static string Hash(string token) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(token)));

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
            }
        }

        return ~crc;
    }
}
