namespace Gatehouse.Gateway.Calls;

/// <summary>A message whose sealed values were opened again: the bytes that go upstream.</summary>
/// <param name="Body">The whole message.</param>
/// <param name="TaskId">The task id as the upstream knows it, decoded; null where the message names none.</param>
/// <param name="TaskTool">The tool of the call that made that task; null where the message names none.</param>
internal readonly record struct Opened(ReadOnlyMemory<byte> Body, string? TaskId, string? TaskTool);
