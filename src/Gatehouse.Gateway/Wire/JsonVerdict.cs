namespace Gatehouse.Gateway.Wire;

/// <summary>What the strict reader says of a JSON text. Anything but <see cref="Sound"/> is refused.</summary>
public enum JsonVerdict : byte
{
    /// <summary>Not one JSON text by RFC 8259: a syntax error, a comment, nothing at all, or more than one.</summary>
    Malformed = 0,

    /// <summary>Every parser reads the same in it.</summary>
    Sound,

    /// <summary>Not valid UTF-8, overlong and surrogate encodings included.</summary>
    NotUtf8,

    /// <summary>It begins with a byte order mark, which some parsers skip.</summary>
    ByteOrderMark,

    /// <summary>An object has two members of one name, compared after unescaping.</summary>
    DuplicateMember,

    /// <summary>An escape stands for half of a surrogate pair.</summary>
    LoneSurrogate,

    /// <summary>More than <see cref="JsonCaps.MaxDepth"/>.</summary>
    TooDeep,

    /// <summary>More than <see cref="JsonCaps.MaxElements"/>.</summary>
    TooManyElements,

    /// <summary>A number longer than <see cref="JsonCaps.MaxNumberLength"/>.</summary>
    NumberTooLong,

    /// <summary>A string or name longer than <see cref="JsonCaps.MaxStringBytes"/>.</summary>
    StringTooLong,
}
