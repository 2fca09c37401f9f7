using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Api.Policies;

/// <summary>What is tried, and where it would stand. Nothing is saved, nothing is counted, no server is asked.</summary>
/// <remarks>Without a document and a policy, what is in force at that place is tried.</remarks>
public record PolicyTrial
{
    /// <summary>A draft's text; it goes before <see cref="PolicyId"/>.</summary>
    public string? Document { get; init; }

    /// <summary>A saved policy.</summary>
    public string? PolicyId { get; init; }

    /// <summary>Which version of it. Default: the one in force.</summary>
    public int? Number { get; init; }

    /// <summary>Where it stands. The other places hold what is in force there.</summary>
    /// <value>Default <c>grant</c>. As a baseline without a grant it is tried over a policy that allows everything.</value>
    public PolicyPlace Place { get; init; }

    /// <summary>A server: its accepted tools with category and risk, and its baseline. Without one every tool exists, without a schema.</summary>
    public string? ServerId { get; init; }

    /// <summary>A grant: its server, label and tags, and its own policy.</summary>
    public string? GrantId { get; init; }
}

/// <summary>The place of a policy among those that decide together.</summary>
[JsonConverter(typeof(WordConverter<PolicyPlace>))]
public enum PolicyPlace : byte
{
    /// <summary>A grant's own.</summary>
    Grant = 0,

    /// <summary>The baseline of a server.</summary>
    Server,

    /// <summary>The baseline of the organisation.</summary>
    Organisation,
}

/// <summary>Asks what would be decided of one call.</summary>
public sealed record PolicySimulation : PolicyTrial
{
    /// <summary>The call.</summary>
    public required SimulatedCall Call { get; init; }
}

/// <summary>A call that is only thought of.</summary>
public sealed record SimulatedCall
{
    /// <summary>The tool's name.</summary>
    public required string Tool { get; init; }

    /// <summary>Its arguments, an object; null for none.</summary>
    public JsonElement? Args { get; init; }

    /// <summary>When. Default: now.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>What its session did before. Default: nothing.</summary>
    public SimulatedSession? Session { get; init; }

    /// <summary>Who the client says that it is.</summary>
    public SimulatedClient? Client { get; init; }
}

/// <summary>What a session did, with the names that a case of a test file has.</summary>
public sealed record SimulatedSession
{
    /// <summary>Tools that it called.</summary>
    public ImmutableArray<string>? Called { get; init; }

    /// <summary>Categories of them.</summary>
    public ImmutableArray<string>? CalledCategories { get; init; }

    /// <summary>Tools that other sessions of the grant called in the last hour.</summary>
    public ImmutableArray<string>? CalledElsewhere { get; init; }

    /// <summary>Categories of those.</summary>
    public ImmutableArray<string>? CategoriesElsewhere { get; init; }

    /// <summary>Whether it is older than the gateway's process, so that what it did is not known.</summary>
    public bool OlderThanGateway { get; init; }
}

/// <summary>What a client says of itself.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version.</param>
public sealed record SimulatedClient(string? Name = null, string? Version = null);

/// <summary>What would be decided, step by step, and the tool as it is known.</summary>
public sealed record PolicySimulated : PolicyExplanation
{
    /// <summary>The facts of the tool that conditions looked at.</summary>
    public required SimulatedTool Tool { get; init; }
}

/// <summary>A tool as calls see it.</summary>
/// <param name="Name">Its name; it may be hostile text.</param>
/// <param name="Standing"><c>accepted</c>, <c>changed</c>, <c>new</c>, or <c>unknown</c> where the server has no such tool.</param>
/// <param name="Category">What it can do; null where that is not known.</param>
/// <param name="Risk">How dangerous that is; null where that is not known.</param>
public sealed record SimulatedTool(string Name, string Standing, string? Category = null, string? Risk = null);

/// <summary>Asks what becomes of the calls of every tool of a server.</summary>
public sealed record PolicyEffectsQuery : PolicyTrial
{
    /// <summary>When. Default: now.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>What becomes of the calls of every tool of a server.</summary>
/// <param name="Tools">By name.</param>
/// <param name="Observing">Documents that only observe at that time, and are left out here: <c>grant</c>, <c>server</c>, <c>organisation</c>.</param>
public sealed record PolicyEffects(ImmutableArray<ToolEffectView> Tools, ImmutableArray<PolicyPlace> Observing);

/// <summary>What becomes of one tool's calls, as far as the tool alone decides it.</summary>
public sealed record ToolEffectView
{
    /// <summary>The tool.</summary>
    public required SimulatedTool Tool { get; init; }

    /// <summary>The strictest that holds for every call: <c>hide</c>, <c>deny</c>, <c>approve</c>, <c>conditional</c>, <c>limit</c> or <c>allow</c>.</summary>
    public required string Effect { get; init; }

    /// <summary>What hides or denies every call; empty where nothing does.</summary>
    public required string Rule { get; init; }

    /// <summary>Rules that look at the call.</summary>
    public required ImmutableArray<string> Conditions { get; init; }

    /// <summary>Rules by which a person is asked.</summary>
    public required ImmutableArray<string> Approvals { get; init; }

    /// <summary>Limits that a call has to fit into.</summary>
    public required ImmutableArray<string> Limits { get; init; }
}
