using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gatehouse.Api.Servers;

namespace Gatehouse.Cli.Declared;

/// <summary><c>organisation.json</c>: servers, policies and grants by names that hold in every installation. No token, no secret.</summary>
internal sealed record DeclaredOrganisation
{
    /// <summary>1.</summary>
    public required int Version { get; init; }

    /// <summary>Name of the policy above all; null for none.</summary>
    public string? BaselinePolicy { get; init; }

    /// <summary>Whether who owns a grant may approve its calls; null leaves it.</summary>
    public bool? OwnersMayApprove { get; init; }

    /// <summary>Whether a version of a policy that may open something waits for a second person; null leaves it.</summary>
    public bool? WideningNeedsSecond { get; init; }

    public required ImmutableArray<DeclaredPolicy> Policies { get; init; }

    public required ImmutableArray<DeclaredServer> Servers { get; init; }

    public required ImmutableArray<DeclaredGrant> Grants { get; init; }
}

/// <summary>A policy.</summary>
/// <param name="Name">Unique.</param>
/// <param name="File">Its document, from the folder.</param>
/// <param name="ManagedBy"><c>file</c> where the operator's file has it: it is changed there. Null for what people keep.</param>
internal sealed record DeclaredPolicy(string Name, string File, string? ManagedBy = null);

/// <summary>A server.</summary>
internal sealed record DeclaredServer
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public string? Description { get; init; }

    public ImmutableArray<string>? Tags { get; init; }

    public string? Url { get; init; }

    /// <summary>Instead of a URL: the entry of the operator's file.</summary>
    public string? Entry { get; init; }

    public ServerTransport Transport { get; init; }

    public DefinitionChange OnDefinitionChange { get; init; }

    public bool MaySample { get; init; }

    public bool MayListRoots { get; init; }

    /// <summary>What is stored of arguments; null for no value.</summary>
    public ArgumentStoring? StoreArguments { get; init; }

    /// <summary>Name of the policy above its grants' own; null for none.</summary>
    public string? BaselinePolicy { get; init; }

    /// <summary><c>file</c> where the operator's file has it: it is changed there. Null for what people keep.</summary>
    public string? ManagedBy { get; init; }
}

/// <summary>A grant. Label and server together tell which.</summary>
internal sealed record DeclaredGrant
{
    /// <summary>Its id; only a <c>gatehouse.json</c> says it.</summary>
    [JsonIgnore]
    public string? Id { get; init; }

    /// <summary>The hash of its token; only a <c>gatehouse.json</c> says it.</summary>
    [JsonIgnore]
    public string? TokenSha256 { get; init; }

    public required string Label { get; init; }

    public required string Server { get; init; }

    /// <summary>Name of its policy; null denies everything.</summary>
    public string? Policy { get; init; }

    /// <summary>Address of the member who answers for it; empty for nobody, as with one that the operator's file has.</summary>
    public required string Owner { get; init; }

    public ImmutableArray<string>? Tags { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public ImmutableArray<string>? Networks { get; init; }

    public long? HeartbeatSeconds { get; init; }

    /// <summary><c>file</c> where the operator's file has it: it is changed there. Null for what people keep.</summary>
    public string? ManagedBy { get; init; }
}

/// <summary>The file's JSON: strict, as the API's.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, AllowDuplicateProperties = false, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true, WriteIndented = true, NewLine = "\n", ReadCommentHandling = JsonCommentHandling.Disallow)]
[JsonSerializable(typeof(DeclaredOrganisation))]
internal sealed partial class DeclaredJson : JsonSerializerContext;
