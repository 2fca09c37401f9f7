namespace Gatehouse.Policy.Operators;

/// <summary>Faults of operands that several operators share.</summary>
internal static class OperandFaults
{
    public static Fault InexactNumber(string op) => new(
        FaultCode.NumberInexact,
        $"the number of `{op}` cannot be compared exactly",
        "write it with at most 28 digits, at most 28 decimals and below 10^28");

    public static Fault EmptyText(string op) => new(
        FaultCode.OperandInvalid,
        $"`{op}` takes a text that is not empty",
        "to ask whether there is a text, use `exists` or `length_gt` 0");

    public static Fault EmptyList(string op) => new(
        FaultCode.OperandInvalid, $"`{op}` takes a list that is not empty", "an empty list would decide without looking");

    public static Fault BrokenText(string op) => new(
        FaultCode.OperandInvalid, $"the text of `{op}` has half a surrogate pair", "write both halves or neither");
}
