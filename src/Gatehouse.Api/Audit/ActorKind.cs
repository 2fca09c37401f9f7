using System.Text.Json.Serialization;

namespace Gatehouse.Api.Audit;

/// <summary>What kind of somebody made a change.</summary>
[JsonConverter(typeof(WordConverter<ActorKind>))]
public enum ActorKind : byte
{
    /// <summary>Somebody with no more than a link: set-up, invitation, new password.</summary>
    Link = 0,

    /// <summary>A person who signed in.</summary>
    Person,

    /// <summary>A program with an API key.</summary>
    ApiKey,

    /// <summary>The server itself, for example a heartbeat that stayed away.</summary>
    Server,
}
