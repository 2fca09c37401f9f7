namespace Gatehouse.Policy.Testing;

/// <summary>Tells what a tool can do from its definition, as it would be told at acceptance.</summary>
/// <param name="definition">One element of <c>tools</c>: strict JSON, an object with a name.</param>
/// <returns>Words of category and risk.</returns>
public delegate (string Category, string Risk) ToolTelling(ReadOnlyMemory<byte> definition);
