using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Gateway.Tools.Texts;

/// <summary>Reads every text of a definition as an attacker might have written it. Pure; the same for the gateway and for <c>scan</c>.</summary>
public static class DefinitionTexts
{
    private const int MaxFindings = 20;
    private const int ExcerptMargin = 40;
    private const int ExcerptCap = 120;
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 160 };

    /// <summary>What is in the definition; empty where nothing is.</summary>
    /// <param name="definition">The definition as JSON text, of at most a few hundred KiB.</param>
    /// <returns>At most 20, one a flaw and place.</returns>
    public static ImmutableArray<TextFinding> Scan(ReadOnlyMemory<byte> definition)
    {
        using var document = JsonDocument.Parse(definition, Options);
        return Scan(document.RootElement);
    }

    /// <inheritdoc cref="Scan(ReadOnlyMemory{byte})"/>
    public static ImmutableArray<TextFinding> Scan(JsonElement definition)
    {
        var found = ImmutableArray.CreateBuilder<TextFinding>();
        Walk(definition, "", found);
        if (definition.ValueKind == JsonValueKind.Object && definition.TryGetProperty("name", out var name)
            && name.ValueKind == JsonValueKind.String && Text(name) is var text && LookAlikes.Deceives(text))
        {
            found.Add(new(TextFlaw.LookAlikeName, "/name", Around(text, 0, text.Length)));
        }

        return [.. found.DistinctBy(one => (one.Flaw, one.Place)).Take(MaxFindings)];
    }

    /// <summary>Whether a person should see the definition before it is accepted.</summary>
    public static bool NeedsAPerson(ToolDefinition definition) => Scan(definition.Json).Any(static one => one.Blocks);

    /// <summary>The words around a place.</summary>
    internal static string Around(string text, int at, int length)
    {
        var from = Math.Max(0, at - ExcerptMargin);
        var to = Math.Min(text.Length, Math.Min(at + length + ExcerptMargin, from + ExcerptCap));
        from -= from > 0 && char.IsLowSurrogate(text[from]) ? 1 : 0;
        to -= to < text.Length && char.IsHighSurrogate(text[to - 1]) ? 1 : 0;
        return text[from..to].Trim(' ', '\n', '\r', '\t');
    }

    private static void Walk(JsonElement value, string place, ImmutableArray<TextFinding>.Builder found)
    {
        // A definition full of flaws is told by its first ones.
        if (found.Count >= MaxFindings * 2)
        {
            return;
        }

        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    var inner = $"{place}/{member.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
                    Look(member.Name, inner, found);
                    Walk(member.Value, inner, found);
                }

                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    Walk(item, $"{place}/{index++}", found);
                }

                break;
            case JsonValueKind.String:
                Look(Text(value), place, found);
                break;
            default:
                break;
        }
    }

    private static void Look(string text, string place, ImmutableArray<TextFinding>.Builder found)
    {
        if (Unseen.Find(text) is var (flaw, at))
        {
            found.Add(new(flaw, place, Around(text, at, 1)));
        }

        foreach (var (order, excerpt) in ModelOrders.Find(text))
        {
            found.Add(new(order, place, excerpt));
        }
    }

    // A lone surrogate has no text; it is shown as the hidden character that it is.
    private static string Text(JsonElement value)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return "\uE000";
        }
    }
}
