namespace Gatehouse.Policy.Language.Json;

/// <summary>The spelling of JSON Pointers: RFC 6901 section 3.</summary>
internal static class JsonPointer
{
    /// <summary>One part, with <c>~</c> and <c>/</c> escaped.</summary>
    public static string Escape(string part) =>
        part.AsSpan().IndexOfAny('~', '/') < 0
            ? part
            : part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
