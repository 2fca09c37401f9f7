using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary>A day as <c>YYYY-MM-DD</c>: the fact <c>time.date</c> and what it is compared with.</summary>
internal readonly record struct CalendarDate(DateOnly Day)
{
    /// <summary>Reads the operand of a condition.</summary>
    public static bool TryRead(JsonElement operand, out CalendarDate date)
    {
        date = default;
        return operand.ValueKind == JsonValueKind.String && TryReadJson(JsonMarshal.GetRawUtf8Value(operand), out date);
    }

    /// <summary>Reads the fact.</summary>
    public static bool TryRead(in ArgumentValue actual, out CalendarDate date)
    {
        date = default;
        return actual.Kind == ArgumentKind.String && TryReadJson(actual.Json, out date);
    }

    // Without escapes: the gateway writes the fact itself, and an author has no reason to escape a digit.
    private static bool TryReadJson(ReadOnlySpan<byte> json, out CalendarDate date)
    {
        date = default;
        var text = json[1..^1];
        if (text.Length != 10 || text[4] != '-' || text[7] != '-')
            return false;
        if (!TryDigits(text[..4], out var year) || !TryDigits(text[5..7], out var month) || !TryDigits(text[8..], out var day))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month))
            return false;
        date = new CalendarDate(new DateOnly(year, month, day));
        return true;
    }

    private static bool TryDigits(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        return !text.ContainsAnyExceptInRange((byte)'0', (byte)'9') && Utf8Parser.TryParse(text, out value, out _);
    }
}
