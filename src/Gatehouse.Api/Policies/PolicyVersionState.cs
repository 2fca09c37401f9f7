using System.Text.Json.Serialization;

namespace Gatehouse.Api.Policies;

/// <summary>How a version came to be in force, or why it is not.</summary>
[JsonConverter(typeof(WordConverter<PolicyVersionState>))]
public enum PolicyVersionState : byte
{
    /// <summary>Waits for a second person: it may open something, and the organisation wants two for that.</summary>
    Proposed = 0,

    /// <summary>Saved to be observed beside the one in force; never was in force itself.</summary>
    Observed,

    /// <summary>Was proposed and taken back.</summary>
    Withdrawn,

    /// <summary>Came into force when it was saved.</summary>
    Saved,

    /// <summary>Came into force when a second person confirmed it.</summary>
    Confirmed,
}
