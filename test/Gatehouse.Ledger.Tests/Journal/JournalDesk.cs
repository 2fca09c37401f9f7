using System.Text;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Journal;
using Gatehouse.Policy;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Ledger.Tests.Journal;

/// <summary>A journal on a folder of its own, with a clock that the test moves.</summary>
internal sealed class JournalDesk : IDisposable
{
    private readonly TempFolder _temp = new();

    public KeyRing Keys { get; set; } = KeyRing.Ephemeral();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    public Action<long>? BeforeWrite { get; set; }

    public Action? BeforeSync { get; set; }

    public long SegmentBytes { get; init; } = 64L << 20;

    public Durability Durability { get; init; } = Durability.Process;

    public string Folder => _temp.At("journal");

    public ValueTask<(Gatehouse.Ledger.Journal.Journal? Journal, Fault? Fault)> TryOpenAsync(string writer = "serve") =>
        Gatehouse.Ledger.Journal.Journal.OpenAsync(new JournalOptions
        {
            Folder = Folder,
            Writer = writer,
            Keys = Keys,
            Time = Time,
            Durability = Durability,
            SegmentBytes = SegmentBytes,
            BeforeWrite = sequence => BeforeWrite?.Invoke(sequence),
            BeforeSync = _ => BeforeSync?.Invoke(),
        });

    public async Task<Gatehouse.Ledger.Journal.Journal> OpenAsync(string writer = "serve")
    {
        var (journal, fault) = await TryOpenAsync(writer);
        Assert.Null(fault);
        return journal!;
    }

    public CallIntent Intent(string callId, RecordedOutcome outcome = RecordedOutcome.Allowed, params Reserved[] reserved) => new()
    {
        CallId = callId,
        Time = Time.GetUtcNow(),
        Method = "tools/call",
        ServerId = "bank",
        GrantId = "g1",
        Target = "create_refund",
        DefinitionHash = "d1",
        PolicyHash = "p1",
        Outcome = outcome,
        Rule = "",
        Arguments = Encoding.UTF8.GetBytes("""{"amount":12,"to":"CANARY"}"""),
        Reserved = [.. reserved],
    };

    public static CallOutcome Done(bool released = false) =>
        new(released ? OutcomeClass.Fault : OutcomeClass.Done, 10, TimeSpan.FromMilliseconds(3), null, released);

    public string[] Lines(string writer = "serve") =>
        [.. Segments.In(Path.Combine(Folder, writer)).SelectMany(ReadShared)];

    public List<JournalEntry> Entries(string writer = "serve") =>
        [.. Lines(writer).Select(line => EntryReader.Read(Encoding.UTF8.GetBytes(line))!)];

    public JournalVerdict Verify(string? exported = null) => JournalVerify.Run(Folder, Keys, exported);

    public void Dispose() => _temp.Dispose();

    private static string[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var reader = new StreamReader(file);
        return reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
