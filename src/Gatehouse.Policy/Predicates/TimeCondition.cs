using System.Globalization;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Predicates;

/// <summary>A condition about the gateway's clock, read in the document's time zone.</summary>
internal sealed class TimeCondition(Condition source, TimeZoneInfo zone) : CompiledCondition(source)
{
    private static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

    private readonly string _member = source.Path.Steps is [var only] ? only.Key ?? "" : "";

    public override Judgement Judge(in CallReading reading)
    {
        var local = Local(reading);
        return _member switch
        {
            "hour" => JudgeHour(local.Hour),
            "weekday" => JudgeText(Weekdays[(int)local.DayOfWeek]),
            "date" => JudgeDate(DateOnly.FromDateTime(local.DateTime)),
            _ => Judgement.Unknown(UnknownWhy.None),
        };
    }

    public override string Actual(in CallReading reading)
    {
        var local = Local(reading);
        return _member switch
        {
            "hour" => local.Hour.ToString(CultureInfo.InvariantCulture),
            "weekday" => $"\"{Weekdays[(int)local.DayOfWeek]}\"",
            "date" => $"\"{local.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}\"",
            _ => "unknown",
        };
    }

    private DateTimeOffset Local(in CallReading reading) => TimeZoneInfo.ConvertTime(reading.Call.Now, zone);

    private Judgement JudgeHour(int hour)
    {
        Span<byte> text = stackalloc byte[2];
        hour.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        return Source.Test(new ArgumentValue(ArgumentKind.Number, text[..length]));
    }

    private Judgement JudgeDate(DateOnly date)
    {
        Span<byte> text = stackalloc byte[12];
        text[0] = (byte)'"';
        date.TryFormat(text[1..], out var length, "yyyy-MM-dd", CultureInfo.InvariantCulture);
        text[length + 1] = (byte)'"';
        return Source.Test(new ArgumentValue(ArgumentKind.String, text[..(length + 2)]));
    }
}
