using System.Text;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Gateway.Sessions;

/// <summary>What a sealed session id holds.</summary>
internal sealed record SessionPayload(DateTimeOffset Began, string UpstreamId, string? ClientName, string? ClientVersion, string? Revision, bool ShowsAddresses)
{
    private const byte Version = 2;

    public byte[] Write()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(Began.ToUnixTimeMilliseconds());
        writer.Write(UpstreamId);
        writer.WriteOptional(ClientName);
        writer.WriteOptional(ClientVersion);
        writer.WriteOptional(Revision);
        writer.Write(ShowsAddresses);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>Null for a version that this build does not know; the bytes themselves are authentic.</summary>
    public static SessionPayload? Read(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
        var version = reader.ReadByte();
        if (version is not (1 or Version))
        {
            return null;
        }

        // Sessions of before the second form go on; what it adds is not known of them.
        var (began, id) = (DateTimeOffset.FromUnixTimeMilliseconds(reader.ReadInt64()), reader.ReadString());
        var (name, client) = (reader.ReadOptional(), reader.ReadOptional());
        return version == Version ? new(began, id, name, client, reader.ReadOptional(), reader.ReadBoolean()) : new(began, id, name, client, null, false);
    }
}
