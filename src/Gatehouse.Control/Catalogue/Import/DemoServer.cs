using Gatehouse.Control.Catalogue.Storage;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>The first entry of a new index: the project's own demo server, whose texts are the project's.</summary>
internal static class DemoServer
{
    /// <summary>As <c>gatehouse introspect</c> would write it.</summary>
    public static string Entry { get; } = Read();

    /// <summary>Puts it into an index that has no server.</summary>
    public static async Task SeedAsync(CatalogueStore catalogue, TimeProvider time, CancellationToken cancel)
    {
        if (await catalogue.ReadAsync(static session => session.Number("SELECT count(*) FROM server") > 0, cancel))
        {
            return;
        }

        var now = time.GetUtcNow();
        await catalogue.WriteAsync(
            session =>
            {
                ImportBatch.Write(session, new ImportTally(), [EntryReader.Read(Entry, new EntryDefaults(null, now))], now);
                return 0;
            },
            cancel);
    }

    private static string Read()
    {
        using var stream = typeof(DemoServer).Assembly.GetManifestResourceStream("demo-server.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
