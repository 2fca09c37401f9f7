using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Language.Checks;

/// <summary>What a schema says of one argument.</summary>
/// <param name="IsDeclared">Whether the schema has it, or may have it.</param>
/// <param name="Types">The JSON types that it can have, null aside; any where the schema does not say.</param>
/// <param name="IsOptional">Whether it, or what it stands in, may be left out.</param>
/// <param name="HasDefault">Whether the schema has a default for it.</param>
internal readonly record struct SchemaArgument(bool IsDeclared, JsonTypes Types, bool IsOptional, bool HasDefault)
{
    /// <summary>The schema says nothing of it.</summary>
    public static readonly SchemaArgument NotSaid = new(true, JsonTypes.Any, false, false);

    /// <summary>The schema does not have it.</summary>
    public static readonly SchemaArgument Undeclared = new(false, JsonTypes.Any, true, false);
}
