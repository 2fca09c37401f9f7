using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Where each part of the document was written, for the checks that run over the finished document.</summary>
/// <remarks>Kept beside the document, by reference, because a policy in force has no use for it.</remarks>
internal sealed class Places
{
    private readonly Dictionary<object, JsonValue> _places = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, JsonMember> _members = new(ReferenceEqualityComparer.Instance);

    /// <summary>Notes where a part stands.</summary>
    public void Set(object part, JsonValue place) => _places[part] = place;

    /// <summary>Notes the member whose name a key is.</summary>
    public void SetName(NamePattern key, JsonMember member) => _members[key] = member;

    /// <summary>The member whose name a key is.</summary>
    public JsonMember NameOf(NamePattern key) => _members[key];

    /// <summary>Where a part stands.</summary>
    public JsonValue Of(object part) => _places[part];
}
