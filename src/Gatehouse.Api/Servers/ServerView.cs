using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Gatehouse.Api.Organisations;

namespace Gatehouse.Api.Servers;

/// <summary>An MCP server that grants can be for.</summary>
public sealed record ServerView : IVersioned
{
    /// <summary>Part of its address for agents, <c>/mcp/ID/</c>; unique in the installation and never given again.</summary>
    /// <value>1 to 64 of <c>a-z 0-9 -</c>.</value>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Free text.</summary>
    public required string Description { get; init; }

    /// <summary>Words to find it by.</summary>
    public required ImmutableArray<string> Tags { get; init; }

    /// <summary>Where it is; null for one that the operator's file starts. Who may not change servers sees <c>***</c> for what may be a key in it.</summary>
    public string? Url { get; init; }

    /// <summary>The entry of the operator's file that starts it; null for one with a URL.</summary>
    public string? StdioEntry { get; init; }

    /// <summary>How its URL is spoken to.</summary>
    public required ServerTransport Transport { get; init; }

    /// <summary>What a new or changed tool definition does.</summary>
    public required DefinitionChange OnDefinitionChange { get; init; }

    /// <summary>Whether its <c>sampling/createMessage</c> requests reach clients.</summary>
    public required bool MaySample { get; init; }

    /// <summary>Whether its <c>roots/list</c> requests reach clients.</summary>
    public required bool MayListRoots { get; init; }

    /// <summary>What is stored of its calls' arguments; null for no value.</summary>
    public ArgumentStoring? StoreArguments { get; init; }

    /// <summary>A policy above the grants' own; null for none.</summary>
    public string? BaselinePolicyId { get; init; }

    /// <summary>Headers with a secret value that are sent to it; the values are never shown.</summary>
    public required ImmutableArray<ServerSecretView> Secrets { get; init; }

    /// <summary>How the gateway signs in to it; null where headers say everything.</summary>
    public ServerAuthView? Auth { get; init; }

    /// <summary>Set while every call of it is denied.</summary>
    public FreezeView? Frozen { get; init; }

    /// <summary><c>file</c> where the operator's file keeps it: then it is not changed here. Null for what people keep.</summary>
    public string? ManagedBy { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <inheritdoc/>
    public required int Version { get; init; }
}

/// <summary>A header with a secret value.</summary>
/// <param name="Header">Its name, lower case.</param>
/// <param name="State">Whether it is sent.</param>
/// <param name="Saved">When its value was saved.</param>
public sealed record ServerSecretView(string Header, SecretState State, DateTimeOffset Saved);

/// <summary>Whether a stored secret is used.</summary>
[JsonConverter(typeof(WordConverter<SecretState>))]
public enum SecretState : byte
{
    /// <summary>It cannot be decrypted: calls of its server are refused until it is saved anew.</summary>
    Unreadable = 0,

    /// <summary>It was saved for another address than the server has now, and is not sent.</summary>
    Detached,

    /// <summary>It is sent.</summary>
    Used,
}

/// <summary>Registers a server.</summary>
public sealed record NewServer
{
    /// <summary>See <see cref="ServerView.Id"/>.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it; the id where it is left out.</summary>
    public string? Name { get; init; }

    /// <summary>Free text.</summary>
    public string? Description { get; init; }

    /// <summary>Words to find it by.</summary>
    public ImmutableArray<string>? Tags { get; init; }

    /// <summary>Where it is: http or https, on a public address or in a network that the operator opened.</summary>
    public string? Url { get; init; }

    /// <summary>Instead of a URL: an entry of the operator's file.</summary>
    public string? StdioEntry { get; init; }

    /// <summary>How its URL is spoken to.</summary>
    public ServerTransport Transport { get; init; }

    /// <summary>What a new or changed tool definition does.</summary>
    public DefinitionChange OnDefinitionChange { get; init; }

    /// <summary>Whether its <c>sampling/createMessage</c> requests reach clients.</summary>
    public bool MaySample { get; init; }

    /// <summary>Whether its <c>roots/list</c> requests reach clients.</summary>
    public bool MayListRoots { get; init; }

    /// <summary>What is stored of its calls' arguments; null for no value.</summary>
    public ArgumentStoring? StoreArguments { get; init; }
}

/// <summary>A change of a server.</summary>
public sealed record ServerEdit
{
    /// <summary>What people call it.</summary>
    [JsonConverter(typeof(EditConverter<string>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Edit<string> Name { get; init; }

    /// <summary>Free text; null for none.</summary>
    [JsonConverter(typeof(EditConverter<string>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Edit<string> Description { get; init; }

    /// <summary>Words to find it by; null for none.</summary>
    [JsonConverter(typeof(EditConverter<ImmutableArray<string>?>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Edit<ImmutableArray<string>?> Tags { get; init; }

    /// <summary>Another address: secrets that were saved for the one before are not sent to it.</summary>
    [JsonConverter(typeof(EditConverter<string>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Edit<string> Url { get; init; }

    /// <summary>How its URL is spoken to; null leaves it.</summary>
    public ServerTransport? Transport { get; init; }

    /// <summary>What a new or changed tool definition does; null leaves it.</summary>
    public DefinitionChange? OnDefinitionChange { get; init; }

    /// <summary>Whether its <c>sampling/createMessage</c> requests reach clients; null leaves it.</summary>
    public bool? MaySample { get; init; }

    /// <summary>Whether its <c>roots/list</c> requests reach clients; null leaves it.</summary>
    public bool? MayListRoots { get; init; }

    /// <summary>What is stored of its calls' arguments from now on; null for no value.</summary>
    [JsonConverter(typeof(EditConverter<ArgumentStoring>)), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Edit<ArgumentStoring> StoreArguments { get; init; }
}

/// <summary>Puts a policy above the grants of a server, or takes it off.</summary>
/// <param name="PolicyId">A policy of the organisation; null for none.</param>
public sealed record BaselineChoice([property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? PolicyId);

/// <summary>The secret value of a header. It is kept encrypted for the address that the server has now, and never shown.</summary>
/// <param name="Value">Visible ASCII.</param>
public sealed record NewSecret(string Value);
