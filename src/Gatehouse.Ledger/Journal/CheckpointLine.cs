using System.Text.Json;

namespace Gatehouse.Ledger.Journal;

/// <summary>The text of a checkpoint. Signed with HMAC-SHA256 by the newest key of the ring: whoever verifies has the data folder's keys.</summary>
internal static class CheckpointLine
{
    public static void Write(LineBuffer line, Checkpoint checkpoint, CheckpointKeys keys)
    {
        var start = line.Length;
        line.Raw("{\"writer\":"u8);
        SafeText.Write(line, checkpoint.Writer, 128);
        line.Raw(",\"seq\":"u8);
        line.Number(checkpoint.Sequence);
        IntentLine.Field(line, ",\"hash\":"u8, checkpoint.Hash, 64);
        line.Raw(",\"time\":"u8);
        line.Time(checkpoint.Time);
        line.Raw(",\"open\":"u8);
        line.Number(checkpoint.Open);
        IntentLine.Field(line, ",\"prev\":"u8, checkpoint.Previous, 64);
        Span<byte> mac = stackalloc byte[32];
        keys.Sign(line.Written[start..], mac);
        line.Raw(",\"mac\":\""u8);
        line.Hex(mac);
        line.Raw("\"}"u8);
    }

    /// <summary>The checkpoint of a line, and whether its signature is good; null for what is no checkpoint.</summary>
    public static (Checkpoint Checkpoint, bool IsGenuine)? Read(ReadOnlySpan<byte> line, CheckpointKeys keys)
    {
        var end = line.LastIndexOf(",\"mac\":\""u8);
        if (end < 0 || line.Length != end + 8 + 64 + 2)
        {
            return null;
        }

        try
        {
            Span<byte> mac = stackalloc byte[32];
            var isHex = Convert.FromHexString(
                System.Text.Encoding.ASCII.GetString(line.Slice(end + 8, 64)), mac, out _, out _) ==
                System.Buffers.OperationStatus.Done;
            using var document = JsonDocument.Parse(line.ToArray());
            var root = document.RootElement;
            var checkpoint = new Checkpoint(
                root.GetProperty("writer").GetString()!, root.GetProperty("seq").GetInt64(),
                root.GetProperty("hash").GetString()!, root.GetProperty("time").GetDateTimeOffset(),
                root.GetProperty("open").GetInt64(), root.GetProperty("prev").GetString()!);
            return (checkpoint, isHex && keys.IsSigned(line[..end], mac));
        }
        catch (Exception broken) when (broken is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException)
        {
            return null;
        }
    }
}
