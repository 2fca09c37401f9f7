using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Where each part of the document was written, for the checks that run over the finished document.</summary>
/// <remarks>Kept beside the document, by reference, because a policy in force has no use for it.</remarks>
internal sealed class Places
{
    private readonly Dictionary<object, JsonValue> _places = new(ReferenceEqualityComparer.Instance);

    /// <summary>Notes where a part stands.</summary>
    public void Set(object part, JsonValue place) => _places[part] = place;

    /// <summary>Where a part stands.</summary>
    public JsonValue Of(object part) => _places[part];
}
