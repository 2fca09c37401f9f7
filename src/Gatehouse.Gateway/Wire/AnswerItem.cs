namespace Gatehouse.Gateway.Wire;

/// <summary>One item of a list.</summary>
/// <param name="Key">Decoded name of a tool or prompt, URI of a resource or template; null where it is absent or unsound, and the item must not be shown.</param>
/// <param name="Json">The item's text.</param>
internal readonly record struct AnswerItem(string? Key, ReadOnlyMemory<byte> Json);
