namespace Gatehouse.Policy.Operators;

/// <summary>A set of JSON types, as the validator compares it with a schema or a fact.</summary>
[Flags]
internal enum JsonTypes : byte
{
    None = 0,
    String = 1,
    Number = 2,
    Boolean = 4,
    Array = 8,
    Object = 16,
    Scalar = String | Number | Boolean,
    Any = Scalar | Array | Object,
}
