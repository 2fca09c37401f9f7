using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Policy.Language.Json;

/// <summary>One value of the policy's text and where it stands.</summary>
internal sealed class JsonValue
{
    private readonly JsonValue? _parent;
    private readonly string? _name;
    private readonly int _index;

    /// <summary>The whole document, a member of an object, or an element of an array.</summary>
    /// <param name="start">Offset of the first byte.</param>
    /// <param name="parent">What it stands in; null for the document.</param>
    /// <param name="name">Its name in an object; null in an array.</param>
    /// <param name="index">Its index in an array.</param>
    public JsonValue(int start, JsonValue? parent, string? name, int index)
    {
        Start = start;
        _parent = parent;
        _name = name;
        _index = index;
    }

    /// <summary>The JSON type.</summary>
    public JsonValueKind Kind { get; set; }

    /// <summary>Offset of the first byte.</summary>
    public int Start { get; }

    /// <summary>Offset behind the last byte.</summary>
    public int End { get; set; }

    /// <summary>The decoded characters of a string, the digits of a number as written, else empty.</summary>
    public string Text { get; set; } = "";

    /// <summary>The members of an object in their order, each name once.</summary>
    public List<JsonMember> Members { get; } = [];

    /// <summary>The elements of an array.</summary>
    public List<JsonValue> Elements { get; } = [];

    /// <summary>The member of that name, or null.</summary>
    public JsonMember? Find(string name) => Members.Find(member => member.Name == name);

    /// <summary>The JSON Pointer of the value.</summary>
    public string Pointer => _parent is null ? "" : _parent.Pointer + "/" + JsonPointer.Escape(Step);

    private string Step => _name ?? _index.ToString(CultureInfo.InvariantCulture);

    /// <summary>What it is, in words for a message.</summary>
    public string What => Kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };
}

/// <summary>One member of an object.</summary>
/// <param name="Name">The decoded name.</param>
/// <param name="NameStart">Offset of the name's first quote.</param>
/// <param name="Value">The value.</param>
internal sealed record JsonMember(string Name, int NameStart, JsonValue Value);
