using System.Text;

namespace Gatehouse.Gateway.Sessions;

/// <summary>What a sealed session id holds.</summary>
internal sealed record SessionPayload(DateTimeOffset Began, string UpstreamId, string? ClientName, string? ClientVersion)
{
    private const byte Version = 1;

    public byte[] Write()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(Began.ToUnixTimeMilliseconds());
        writer.Write(UpstreamId);
        Write(writer, ClientName);
        Write(writer, ClientVersion);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>Null for a version that this build does not know; the bytes themselves are authentic.</summary>
    public static SessionPayload? Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        return reader.ReadByte() == Version
            ? new(DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()), reader.ReadString(), Text(reader), Text(reader))
            : null;
    }

    private static void Write(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        writer.Write(text ?? "");
    }

    private static string? Text(BinaryReader reader)
    {
        var isThere = reader.ReadBoolean();
        var text = reader.ReadString();
        return isThere ? text : null;
    }
}
