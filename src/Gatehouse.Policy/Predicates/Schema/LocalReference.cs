using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary>A <c>$ref</c> into the same schema: <c>#</c> or <c>#/pointer</c> (RFC 6901 in a URI fragment).</summary>
/// <remarks>Anything else is not followed: nothing is ever fetched, and anchors are not resolved.</remarks>
internal static class LocalReference
{
    /// <summary>The place that the reference names; null where it is not local or leads nowhere.</summary>
    public static JsonElement? Find(JsonElement root, string reference)
    {
        if (reference == "#")
        {
            return root;
        }

        if (!reference.StartsWith("#/", StringComparison.Ordinal))
        {
            return null;
        }

        var place = root;
        foreach (var part in reference[2..].Split('/'))
        {
            var key = Uri.UnescapeDataString(part)
                .Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (!TryStep(place, key, out place))
            {
                return null;
            }
        }

        return place;
    }

    private static bool TryStep(JsonElement place, string key, out JsonElement next)
    {
        next = default;
        if (place.ValueKind == JsonValueKind.Object)
        {
            return place.TryGetProperty(key, out next);
        }

        if (place.ValueKind != JsonValueKind.Array
            || !int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            || index >= place.GetArrayLength())
        {
            return false;
        }

        next = place[index];
        return true;
    }
}
