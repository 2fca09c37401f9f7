namespace Gatehouse.Server.Site.Stack;

/// <summary>A server of a pasted configuration: what of it may be shown and looked for. Nothing else of the entry is kept.</summary>
/// <param name="Name">Its name there. Outside text.</param>
/// <param name="Package">Its package, like <c>npm:name</c>; null where none can be told.</param>
/// <param name="Address">Scheme, host and path of its address; null for a program.</param>
internal sealed record PastedServer(string Name, string? Package, string? Address);
