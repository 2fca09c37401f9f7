namespace Gatehouse.Gateway.Sealing;

/// <summary>Texts that may be missing, in the bytes that are sealed.</summary>
internal static class OptionalText
{
    /// <summary>Writes whether there is a text, and the text.</summary>
    public static void WriteOptional(this BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        writer.Write(text ?? "");
    }

    /// <summary>What <see cref="WriteOptional"/> wrote.</summary>
    public static string? ReadOptional(this BinaryReader reader)
    {
        var isThere = reader.ReadBoolean();
        var text = reader.ReadString();
        return isThere ? text : null;
    }
}
