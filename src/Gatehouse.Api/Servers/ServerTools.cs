using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Api.Servers;

/// <summary>The pinned tool definitions of a server.</summary>
/// <param name="Tools">By name; an accepted one and what waits to take its place stand beside each other.</param>
public sealed record ServerToolList(ImmutableArray<ServerToolView> Tools);

/// <summary>One definition. All text in it is the server's own and may be hostile.</summary>
public sealed record ServerToolView
{
    /// <summary>The tool.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it can be called.</summary>
    public required ToolState State { get; init; }

    /// <summary>SHA-256 of the canonical definition.</summary>
    public required string Hash { get; init; }

    /// <summary>The definition as the server declares it.</summary>
    public required JsonElement Definition { get; init; }

    /// <summary>What it can do and what the taxonomy recommends for it.</summary>
    public required ServerToolRisk Risk { get; init; }

    /// <summary>Who accepted it; null for what the server listed first, and for what waits.</summary>
    public string? AcceptedBy { get; init; }

    /// <summary>When it was accepted, or first seen.</summary>
    public required DateTimeOffset At { get; init; }
}

/// <summary>What one definition can do, and the rule that is recommended for it. Decisions use what was recorded when it was accepted.</summary>
/// <param name="Category"><c>read</c>, <c>write</c>, <c>execute</c>, <c>destructive</c>, <c>financial</c> or <c>other</c>.</param>
/// <param name="Level"><c>low</c>, <c>medium</c>, <c>high</c> or <c>critical</c>.</param>
/// <param name="Signals">What moved the level, each with its evidence.</param>
/// <param name="Suggestion">Stable word: <c>open</c>, <c>limit-60</c>, <c>limit-30</c>, <c>limit-10</c>, <c>approval</c> or <c>hide</c>.</param>
/// <param name="Rule">The value for the tool under <c>tools</c>; null where it belongs on the <c>hide</c> list instead.</param>
public sealed record ServerToolRisk(
    string Category, string Level, ImmutableArray<string> Signals, string Suggestion, JsonElement? Rule = null);

/// <summary>Where a definition stands.</summary>
[JsonConverter(typeof(WordConverter<ToolState>))]
public enum ToolState : byte
{
    /// <summary>New: it was never accepted.</summary>
    New = 0,

    /// <summary>It differs from the accepted one of its name.</summary>
    Changed,

    /// <summary>Accepted.</summary>
    Accepted,
}

/// <summary>Which waiting definitions to dismiss.</summary>
/// <param name="Names">Tools; null for all that wait.</param>
public sealed record ToolChoice(ImmutableArray<string>? Names = null);

/// <summary>Which waiting definitions to accept.</summary>
/// <param name="Tools">As they were looked at; null for all that wait and whose texts nobody needs to see first.</param>
public sealed record ToolsSeen(ImmutableArray<SeenTool>? Tools = null);

/// <summary>A definition that was looked at.</summary>
/// <param name="Name">The tool.</param>
/// <param name="Hash">Of its definition.</param>
public sealed record SeenTool(string Name, string Hash);

/// <summary>What was accepted or dismissed.</summary>
/// <param name="Names">In order.</param>
public sealed record ToolsSettled(ImmutableArray<string> Names);

/// <summary>How far a connection to a server got. No tool was called.</summary>
/// <param name="Stage">What failed; <c>ok</c> where nothing did.</param>
/// <param name="Message">One sentence.</param>
/// <param name="ServerName">What the server calls itself; hostile text.</param>
/// <param name="ProtocolVersion">The revision that it answered with.</param>
public sealed record ConnectionTest(ConnectionStage Stage, string Message, string? ServerName = null, string? ProtocolVersion = null);

/// <summary>The stages of a connection, in order.</summary>
[JsonConverter(typeof(WordConverter<ConnectionStage>))]
public enum ConnectionStage : byte
{
    /// <summary>The server's configuration cannot be used as it is.</summary>
    Settings = 0,

    /// <summary>Its name has no address.</summary>
    Dns,

    /// <summary>Its address is not one that the gateway connects to.</summary>
    Address,

    /// <summary>Nothing answers there.</summary>
    Connect,

    /// <summary>TLS could not be agreed on, or the certificate is not valid.</summary>
    Tls,

    /// <summary>The server refused the credential, or asks for one.</summary>
    Auth,

    /// <summary>What answers does not speak the protocol.</summary>
    Protocol,

    /// <summary>It works.</summary>
    Ok,
}
