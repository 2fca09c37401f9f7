using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>The members of one object, checked against its shape.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, JsonMember> _members = new(StringComparer.Ordinal);

    private Fields(JsonValue place) => Place = place;

    /// <summary>The object.</summary>
    public JsonValue Place { get; }

    /// <summary>Whether nothing that must be there is missing.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>The value of a member, or null where it is not written.</summary>
    public JsonValue? this[string name] => _members.GetValueOrDefault(name)?.Value;

    /// <summary>The member itself, for its name's place.</summary>
    public JsonMember? Member(string name) => _members.GetValueOrDefault(name);

    /// <summary>
    /// Reads an object; null where the value is none. Members that do not belong or are missing are reported.
    /// </summary>
    public static Fields? Of(JsonValue value, Shape shape, FindingSink sink)
    {
        if (value.Kind != System.Text.Json.JsonValueKind.Object)
        {
            sink.Add(FindingCode.TypeWrong, value, $"this is {value.What} and must be an object", "write { … }");
            return null;
        }

        var fields = new Fields(value);
        foreach (var member in value.Members)
        {
            if (shape.Members.Contains(member.Name))
            {
                fields._members.Add(member.Name, member);
                continue;
            }

            var hint = Suggest.Hint(member.Name, shape.Members);
            sink.Add(FindingCode.MemberUnknown, member, $"the member {Quote.Text(member.Name)} does not exist here",
                hint);
        }

        foreach (var name in shape.Required)
        {
            if (!fields._members.ContainsKey(name))
            {
                fields.IsComplete = false;
                sink.Add(FindingCode.MemberMissing, value, $"the member {Quote.Text(name)} is missing", Missing(name));
            }
        }

        return fields;
    }

    private static string? Missing(string name) => name switch
    {
        "version" => "write \"version\": \"1\"",
        "default" => "write \"default\": \"deny\", so that only listed tools pass",
        "conditions" => "an entry that always holds says so: \"conditions\": []",
        "window" => "write minute, hour, day, week, month or a duration like \"10m\"",
        _ => null,
    };
}
