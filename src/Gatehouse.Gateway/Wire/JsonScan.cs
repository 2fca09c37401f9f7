using System.Text.Unicode;

namespace Gatehouse.Gateway.Wire;

/// <summary>The strict reader: refuses every JSON text that two parsers could read differently.</summary>
/// <remarks>RFC 8259 without its freedoms: UTF-8 only, no byte order mark, no duplicate members, no lone surrogates.</remarks>
public static class JsonScan
{
    /// <summary>Checks one JSON text, whole, without allocating on ordinary input.</summary>
    public static JsonVerdict Check(ReadOnlySpan<byte> json, JsonCaps caps)
    {
        var index = new JsonIndex(
            stackalloc JsonMember[JsonIndex.StackMembers], stackalloc int[JsonIndex.StackSlots]);
        var verdict = Read(json, caps, ref index);
        index.Dispose();
        return verdict;
    }

    /// <summary>Checks one JSON text and notes where every member of it stands.</summary>
    internal static JsonVerdict Read(ReadOnlySpan<byte> json, JsonCaps caps, scoped ref JsonIndex index)
    {
        if (json.StartsWith("\uFEFF"u8))
        {
            return JsonVerdict.ByteOrderMark;
        }

        // INVARIANT: behind this line bytes above 0x7F are whole, shortest encodings, so the scanner may pass over them.
        if (!Utf8.IsValid(json))
        {
            return JsonVerdict.NotUtf8;
        }

        var scanner = new JsonScanner(json, caps);
        return scanner.Run(ref index);
    }
}
