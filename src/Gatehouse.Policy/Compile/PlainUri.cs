namespace Gatehouse.Policy.Compile;

/// <summary>A resource URI that a server can hardly read as another one than the policy does.</summary>
internal static class PlainUri
{
    private static readonly string[] Escapes = ["%2e", "%2f", "%5c"];

    /// <summary>No dot segment, no escaped dot or separator, no backslash, no control character.</summary>
    public static bool IsPlain(string uri)
    {
        foreach (var unit in uri)
        {
            if (unit == '\\' || char.IsControl(unit))
            {
                return false;
            }
        }

        foreach (var escape in Escapes)
        {
            if (uri.Contains(escape, StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        // A segment may begin behind the scheme's colon and end before a query or a fragment.
        foreach (var part in uri.AsSpan().SplitAny("/:?#"))
        {
            if (uri.AsSpan(part) is "." or "..")
            {
                return false;
            }
        }

        return true;
    }
}
