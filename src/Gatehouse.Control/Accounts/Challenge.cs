namespace Gatehouse.Control.Accounts;

/// <summary>The <c>Bearer</c> part of a <c>WWW-Authenticate</c> header. SPEC: RFC 9110 §11.6.1, RFC 6750 §3, RFC 9728 §5.1.</summary>
/// <param name="ResourceMetadata">Where the server describes itself.</param>
/// <param name="Scope">The scopes that the request would need.</param>
/// <param name="Error">For example <c>insufficient_scope</c>.</param>
internal sealed record Challenge(string? ResourceMetadata, string? Scope, string? Error)
{
    public static readonly Challenge None = new(null, null, null);

    /// <summary>Reads it; what is not there, or not readable, is null.</summary>
    public static Challenge Read(string? header)
    {
        var at = header?.IndexOf("bearer", StringComparison.OrdinalIgnoreCase) ?? -1;
        if (header is null || at < 0)
        {
            return None;
        }

        var found = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var rest = header.AsSpan(at + "bearer".Length);
        while (Next(ref rest, out var name, out var value))
        {
            // SECURITY: of two values neither is believed.
            if (!found.TryAdd(name, value))
            {
                return None;
            }
        }

        return new Challenge(found.GetValueOrDefault("resource_metadata"), found.GetValueOrDefault("scope"), found.GetValueOrDefault("error"));
    }

    private static bool Next(ref ReadOnlySpan<char> rest, out string name, out string value)
    {
        (name, value) = ("", "");
        rest = rest.TrimStart(", \t");
        var equals = rest.IndexOf('=');
        if (equals <= 0 || rest[..equals].ContainsAny(" ,\""))
        {
            return false; // The end, or the next scheme.
        }

        name = rest[..equals].ToString();
        rest = rest[(equals + 1)..];
        if (rest is not ['"', ..])
        {
            var end = rest.IndexOfAny(", \t");
            value = (end < 0 ? rest : rest[..end]).ToString();
            rest = end < 0 ? [] : rest[end..];
            return true;
        }

        var text = new System.Text.StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == '"')
            {
                value = text.ToString();
                rest = rest[(i + 1)..];
                return true;
            }

            text.Append(rest[i] == '\\' && i + 1 < rest.Length ? rest[++i] : rest[i]);
        }

        return false;
    }
}
