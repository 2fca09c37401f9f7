namespace Gatehouse.Ledger.Journal;

/// <summary>The rows that are no calls: what a person did with a waiting call, and the orderly end of a process.</summary>
internal static class SettlementLine
{
    public static LineBuffer Write(DateTimeOffset time, string approvalId, string state, string grant, string who)
    {
        var line = new LineBuffer();
        line.Raw("\"time\":"u8);
        line.Time(time);
        line.Raw(",\"kind\":\"settlement\""u8);
        IntentLine.Field(line, ",\"approval\":"u8, approvalId, 128);
        IntentLine.Field(line, ",\"state\":"u8, state, 32);
        IntentLine.Field(line, ",\"grant\":"u8, grant, 128);
        IntentLine.Field(line, ",\"who\":"u8, who, 128);
        return line;
    }

    public static LineBuffer Close(DateTimeOffset time)
    {
        var line = new LineBuffer();
        line.Raw("\"time\":"u8);
        line.Time(time);
        line.Raw(",\"kind\":\"close\""u8);
        return line;
    }
}
