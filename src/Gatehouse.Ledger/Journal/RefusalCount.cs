namespace Gatehouse.Ledger.Journal;

/// <summary>Messages refused for one reason within about a second: the count, and the first few by grant.</summary>
internal sealed class RefusalCount(string reason, int status, string? server, DateTimeOffset first)
{
    private const int MostListed = 5;

    public string Reason { get; } = reason;

    public int Status { get; } = status;

    public string? Server { get; } = server;

    public DateTimeOffset First { get; } = first;

    public long Count { get; private set; }

    public List<(DateTimeOffset Time, string? Grant)> Listed { get; } = [];

    public void Add(DateTimeOffset time, string? grant)
    {
        Count++;
        if (Listed.Count < MostListed)
        {
            Listed.Add((time, grant));
        }
    }

    /// <summary>Takes in an older count that could not be written.</summary>
    public void Add(RefusalCount older) => Count += older.Count;

    public void Write(LineBuffer line)
    {
        line.Raw("\"time\":"u8);
        line.Time(First);
        line.Raw(",\"kind\":\"refusals\""u8);
        IntentLine.Field(line, ",\"reason\":"u8, Reason, 64);
        line.Raw(",\"status\":"u8);
        line.Number(Status);
        IntentLine.Field(line, ",\"server\":"u8, Server, 128);
        line.Raw(",\"count\":"u8);
        line.Number(Count);
        line.Raw(",\"first\":["u8);
        for (var i = 0; i < Listed.Count; i++)
        {
            line.Raw(i == 0 ? "["u8 : ",["u8);
            line.Time(Listed[i].Time);
            line.Raw(","u8);
            SafeText.Write(line, Listed[i].Grant ?? "", 128);
            line.Raw("]"u8);
        }

        line.Raw("]"u8);
    }
}
