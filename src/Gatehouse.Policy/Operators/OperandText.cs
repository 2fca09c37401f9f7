using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary>Reads the texts of operands.</summary>
internal static class OperandText
{
    /// <summary>The decoded text of a string that is not empty.</summary>
    public static (byte[]? Text, Fault? Fault) Read(string op, JsonElement operand)
    {
        if (operand.ValueKind != JsonValueKind.String)
            return (null, new Fault(FaultCode.OperandInvalid, $"`{op}` takes a string", "write it in quotes"));
        var text = DecodedText.Copy(JsonMarshal.GetRawUtf8Value(operand));
        if (text is null)
            return (null, OperandFaults.BrokenText(op));
        return text.Length == 0 ? (null, OperandFaults.EmptyText(op)) : (text, null);
    }

    /// <summary>The decoded texts of an array of strings, or of one string where that is allowed.</summary>
    public static (byte[][]? Texts, Fault? Fault) ReadAll(string op, JsonElement operand, bool orOne)
    {
        if (orOne && operand.ValueKind == JsonValueKind.String)
        {
            var (one, fault) = Read(op, operand);
            return one is null ? (null, fault) : ([one], null);
        }

        if (operand.ValueKind != JsonValueKind.Array)
            return (null, new Fault(FaultCode.OperandInvalid, $"`{op}` takes a list of strings", "write it in brackets"));
        if (operand.GetArrayLength() == 0)
            return (null, OperandFaults.EmptyList(op));
        var texts = new List<byte[]>(operand.GetArrayLength());
        foreach (var element in operand.EnumerateArray())
        {
            var (text, fault) = Read(op, element);
            if (text is null)
                return (null, fault);
            texts.Add(text);
        }

        return ([.. texts], null);
    }
}
