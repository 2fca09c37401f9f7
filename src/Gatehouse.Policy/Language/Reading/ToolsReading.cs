using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Reads <c>tools</c> and puts the keys in the order in which they are run through.</summary>
internal sealed class ToolsReading(FindingSink sink, Places places, ToolRulesReading rules)
{
    private const int KeyCap = 2_000;

    /// <summary>The rules by key: exact keys first, then most literal characters, then ordinally (section 1).</summary>
    public ImmutableArray<ToolRules> Read(JsonValue? value)
    {
        if (value is null)
        {
            return [];
        }

        if (value.Kind != JsonValueKind.Object)
        {
            sink.Add(
                FindingCode.TypeWrong, value, $"this is {value.What} and must be an object",
                    "write { \"tool_name\": { … } }");
            return [];
        }

        if (value.Members.Count > KeyCap)
        {
            sink.Add(FindingCode.TooMany, value, $"`tools` has {value.Members.Count} keys and may have {KeyCap}");
        }

        var keys = new List<ToolRules>();
        foreach (var member in value.Members.Take(KeyCap))
        {
            var isGood = CheckKey(member);
            var pattern = new NamePattern(member.Name);
            places.SetName(pattern, member);
            if (rules.Read(member.Value, pattern, "/tools/" + JsonPointer.Escape(member.Name)) is { } read && isGood)
            {
                keys.Add(read);
            }
        }

        return [.. keys
            .OrderBy(key => !key.Key!.IsExact)
            .ThenByDescending(key => key.Key!.LiteralLength)
            .ThenBy(key => key.Key!.Text, StringComparer.Ordinal)];
    }

    private bool CheckKey(JsonMember member)
    {
        if (member.Name.Length == 0)
        {
            sink.Add(FindingCode.TextEmpty, member, "this key is empty", "write a tool's name or a pattern");
            return false;
        }

        if (!new NamePattern(member.Name).IsAll)
        {
            return true;
        }

        sink.Add(
            FindingCode.ToolsKeyAll, member, $"the key {Quote.Text(member.Name)} would match every tool",
            "write rules for every tool under `all_tools`, or \"default\": \"allow\"");
        return false;
    }
}
