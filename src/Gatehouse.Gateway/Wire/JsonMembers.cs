namespace Gatehouse.Gateway.Wire;

/// <summary>Finds one member of an object that the scanner found sound, without an index.</summary>
internal static class JsonMembers
{
    /// <summary>The value of the member of that name, or empty.</summary>
    public static ReadOnlySpan<byte> Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte> name)
    {
        var at = 1;
        while (true)
        {
            at += json[at..].IndexOfAnyExcept(" \t\r\n,"u8);
            if (json[at] == '}')
            {
                return default;
            }

            var end = JsonItems.SkipString(json, at);
            var isMatch = JsonString.Is(json[(at + 1)..(end - 1)], name);
            at = end + json[end..].IndexOfAnyExcept(" \t\r\n:"u8);
            end = JsonItems.Skip(json, at);
            if (isMatch)
            {
                return json[at..end];
            }

            at = end;
        }
    }
}
