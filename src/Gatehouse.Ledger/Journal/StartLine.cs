namespace Gatehouse.Ledger.Journal;

/// <summary>The first row of a process: who writes, how, and what it found.</summary>
internal static class StartLine
{
    public static LineBuffer Write(JournalOptions options, string writer, JournalTail tail, string lastCheckpoint)
    {
        var line = new LineBuffer();
        line.Raw("\"time\":"u8);
        line.Time(options.Time.GetUtcNow());
        line.Raw(",\"kind\":\"start\""u8);
        IntentLine.Field(line, ",\"writer\":"u8, writer, 128);
        IntentLine.Field(line, ",\"version\":"u8, typeof(StartLine).Assembly.GetName().Version?.ToString(3), 32);
        line.Raw(options.Durability == Durability.Power ? ",\"durability\":\"power\""u8 : ",\"durability\":\"process\""u8);
        line.Raw(",\"torn\":"u8);
        line.Number(tail.Torn);
        line.Raw(",\"unknown\":"u8);
        line.Number(tail.Open.Count);

        // The chain names the file of checkpoints, so a cut tail of that file shows in here.
        IntentLine.Field(line, ",\"checkpoint\":"u8, lastCheckpoint, 64);
        return line;
    }
}
