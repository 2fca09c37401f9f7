using System.Runtime.InteropServices;

namespace Gatehouse.Gateway.Wire;

/// <summary>Where one member of one object stands in the text.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct JsonMember
{
    /// <summary>Seeded hash of the decoded name and the object.</summary>
    public ulong Hash;

    /// <summary>Offset of the object's opening brace.</summary>
    public int Parent;

    /// <summary>Offset of the name behind its quote.</summary>
    public int NameStart;

    /// <summary>Bytes of the name as written, without quotes.</summary>
    public int NameLength;

    /// <summary>Offset of the value.</summary>
    public int ValueStart;

    /// <summary>Offset behind the value.</summary>
    public int ValueEnd;

    /// <summary>Whether the name holds escapes.</summary>
    public bool IsEscaped;

    public readonly ReadOnlySpan<byte> Name(ReadOnlySpan<byte> json) => json.Slice(NameStart, NameLength);

    public readonly ReadOnlySpan<byte> Value(ReadOnlySpan<byte> json) => json[ValueStart..ValueEnd];

    public readonly ReadOnlyMemory<byte> Value(ReadOnlyMemory<byte> json) => json[ValueStart..ValueEnd];
}
