using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Ledger.Index;

/// <summary>What a call took from limits, as the index keeps it: JSON like the journal's, <c>[[counter, window, time, amount], …]</c>.</summary>
internal static class ReservedText
{
    public static string? Of(ImmutableArray<Reserved> reserved)
    {
        if (reserved.IsDefaultOrEmpty)
        {
            return null;
        }

        var text = new StringBuilder("[");
        foreach (var one in reserved)
        {
            text.Append(text.Length > 1 ? "," : "").Append(
                CultureInfo.InvariantCulture, $"[\"{JsonEncodedText.Encode(one.Counter)}\",\"{JsonEncodedText.Encode(one.Window)}\",\"{one.At.UtcDateTime:O}\",{one.Amount}]");
        }

        return text.Append(']').ToString();
    }
}
