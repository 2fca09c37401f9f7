using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gatehouse.Api;
using Gatehouse.Api.Grants;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Mcp.Denials;
using Gatehouse.Policy.Language;

namespace Gatehouse.Control.Mcp;

/// <summary>What tools answer that the API has no form for, written as the API writes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters = [typeof(WordConverter<FindingSeverity>)])]
[JsonSerializable(typeof(OwnFault))]
[JsonSerializable(typeof(OwnGrants))]
[JsonSerializable(typeof(OwnServerTools))]
[JsonSerializable(typeof(PolicyDraft))]
[JsonSerializable(typeof(DenialExplanation))]
internal sealed partial class OwnJson : JsonSerializerContext;

/// <summary>A part of the grants.</summary>
internal sealed record OwnGrants(ImmutableArray<OwnGrant> Items, string? Next);

/// <summary>A grant by what it is called. Nothing of its tokens is here.</summary>
internal sealed record OwnGrant(
    string Id, string Label, string ServerId, string? PolicyId, ImmutableArray<string> Tags, DateTimeOffset Expires, bool IsFrozen,
    DateTimeOffset? Revoked)
{
    public static OwnGrant Of(GrantView view) => new(
        view.Id, view.Label, view.ServerId, view.PolicyId, view.Tags, view.Expires, view.Frozen is not null, view.Revoked);
}

/// <summary>The tools of a server.</summary>
internal sealed record OwnServerTools(ImmutableArray<OwnServerTool> Items);

/// <summary>A tool without its definition.</summary>
internal sealed record OwnServerTool(string Name, ToolState State, string Hash, ServerToolRisk Risk);

/// <summary>A policy that nobody saved.</summary>
/// <param name="Document">Its text.</param>
/// <param name="IsValid">Whether it could be saved.</param>
/// <param name="Findings">What the validator says.</param>
/// <param name="IsWidening">Whether it may open more than the policy that was named; null where none was.</param>
/// <param name="LeftOut">Names that no policy can have as a key.</param>
/// <param name="Next">What a person does with it.</param>
internal sealed record PolicyDraft(
    string Document, bool IsValid, ImmutableArray<Finding> Findings, bool? IsWidening, ImmutableArray<string> LeftOut, string Next);
