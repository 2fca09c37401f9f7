using Gatehouse.Gateway.Tools;

namespace Gatehouse.Ledger.Pins;

/// <summary>One definition of a server, accepted or waiting.</summary>
/// <param name="Tool">The definition. All text in it may be hostile.</param>
/// <param name="IsWaiting">Whether it waits for a person.</param>
/// <param name="Who">Who accepted it; null for what was accepted because the server listed it first, and for what waits.</param>
/// <param name="At">When it was accepted, or first reported.</param>
public sealed record Pin(ToolDefinition Tool, bool IsWaiting, string? Who, DateTimeOffset At);
