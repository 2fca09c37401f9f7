using System.Text.Json.Serialization;

namespace Gatehouse.Api.People;

/// <summary>What a member, or an API key, may do in the whole organisation.</summary>
[JsonConverter(typeof(WordConverter<Role>))]
public enum Role : byte
{
    /// <summary>Reads servers, policies, labels of grants, and records.</summary>
    Viewer = 0,

    /// <summary>A viewer who settles approvals, of all servers or of some.</summary>
    Approver,

    /// <summary>A viewer who writes policies, and attaches and detaches them.</summary>
    PolicyManager,

    /// <summary>May do everything: servers, their credentials, grants, members, audit.</summary>
    Admin,
}
