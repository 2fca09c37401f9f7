namespace Gatehouse.Policy.Operators.Paths;

/// <summary>How a file path is written.</summary>
internal enum PathStyle : byte
{
    /// <summary>Relative, or anything else whose place is not certain.</summary>
    None = 0,

    /// <summary><c>/a/b</c></summary>
    Posix,

    /// <summary><c>C:\a</c> or <c>C:/a</c></summary>
    Windows,

    /// <summary><c>\\server\share\a</c></summary>
    Unc,
}
