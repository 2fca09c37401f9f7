using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Gatehouse.Cli.Catalogues;

namespace Gatehouse.Cli.Tests.Catalogues;

/// <summary>Files as entries that a server takes.</summary>
public sealed class ImportFileTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_OfAGzippedList_AreItsLines()
    {
        var path = Path.Combine(_folder.Path, "a.jsonl.gz");
        using (var zip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        {
            zip.Write("{\"id\":\"a\"}\n\n{\"id\":\"b\"}"u8);
        }

        Assert.Equal(["{\"id\":\"a\"}", "{\"id\":\"b\"}"], Lines(path));
    }

    [Theory]
    [InlineData("@scope__name@1.2.3.json", "npm:@scope/name")]
    [InlineData("@scope__name.json", "npm:@scope/name")]
    [InlineData("plain.json", "npm:plain")]
    public void Lines_OfASavedListWithoutAName_HaveItFromTheFile(string file, string package)
    {
        var path = _folder.Write(file, """{"tools":[{"name":"one"},{"name":"two"}]}""");

        using var entry = JsonDocument.Parse(Assert.Single(Lines(path)));

        Assert.Equal(package, entry.RootElement.GetProperty("package").GetString());
        Assert.False(entry.RootElement.TryGetProperty("partial", out _));
        Assert.Equal(2, entry.RootElement.GetProperty("tools").GetArrayLength());
    }

    [Fact]
    public void Lines_OfALongList_AreParts_AndOnlyTheLastIsWhole()
    {
        var tools = Enumerable.Range(0, 50).Select(at => new { name = $"t{at}", description = new string('x', 15_000) });
        var path = _folder.Write("a.json", JsonSerializer.Serialize(new { package = "npm:a", taken = "2026-01-01T00:00:00Z", tools }));

        var parts = Lines(path).Select(line => JsonDocument.Parse(line).RootElement).ToArray();

        Assert.True(parts.Length > 2);
        Assert.All(parts, part => Assert.Equal("2026-01-01T00:00:00Z", part.GetProperty("taken").GetString()));
        Assert.All(parts[..^1], part => Assert.True(part.GetProperty("partial").GetBoolean()));
        Assert.False(parts[^1].TryGetProperty("partial", out _));
        Assert.Equal(50, parts.Sum(part => part.GetProperty("tools").GetArrayLength()));
    }

    [Fact]
    public void Lines_WithTextsWithoutEnd_FitIntoARequestAndAreMarked()
    {
        var huge = new string('y', 10 * 1024 * 1024);
        var list = _folder.Write("a.jsonl", JsonSerializer.Serialize(new { server = "s", tool = "t", description = huge }));
        var saved = _folder.Write("b.json", JsonSerializer.Serialize(new
        {
            package = "npm:b", tools = new object[] { new { name = "t", description = huge, inputSchema = new { type = "object", title = huge } } },
        }));

        using var line = JsonDocument.Parse(Assert.Single(Lines(list)));
        using var part = JsonDocument.Parse(Assert.Single(Lines(saved)));

        Assert.InRange(line.RootElement.GetRawText().Length, 1, EntryCut.MaxEntry);
        Assert.True(line.RootElement.GetProperty("cut").GetBoolean());
        Assert.Equal("t", line.RootElement.GetProperty("tool").GetString());
        Assert.InRange(part.RootElement.GetRawText().Length, 1, EntryCut.MaxEntry);
        Assert.Equal("t", part.RootElement.GetProperty("tools")[0].GetProperty("name").GetString());
    }

    [Fact]
    public void Lines_OfARegistryDumpAndOfAFolder_AreAllEntries()
    {
        _folder.Write("1.json", """{"servers":[{"server":{"name":"a"}},{"server":{"name":"b"}}],"metadata":{}}""");
        _folder.Write("2.jsonl", "{\"id\":\"c\"}");
        _folder.Write("index.json", "[{\"package\":\"x\"}]");
        _folder.Write("notes.txt", "not this");
        _folder.Write("3.json", "{broken");

        Assert.Equal(["{\"server\":{\"name\":\"a\"}}", "{\"server\":{\"name\":\"b\"}}", "{\"id\":\"c\"}", "{"], Lines(_folder.Path));
    }

    [Fact]
    public void Digest_IsOfTheEntries_NotOfTheFilesForm()
    {
        var plain = _folder.Write("a.jsonl", "{\"id\":\"a\"}\n{\"id\":\"b\"}\n");
        var zipped = Path.Combine(_folder.Path, "b.jsonl.gz");
        using (var zip = new GZipStream(File.Create(zipped), CompressionLevel.Fastest))
        {
            zip.Write(Encoding.UTF8.GetBytes("{\"id\":\"a\"}\n{\"id\":\"b\"}"));
        }

        Assert.Equal(ImportFile.Open(plain).File!.Digest().Digest, ImportFile.Open(zipped).File!.Digest().Digest);
        Assert.NotEqual(ImportFile.Open(plain).File!.Digest().Digest, ImportFile.Open(_folder.Write("c.jsonl", "{}")).File!.Digest().Digest);
        Assert.Equal("file-unreadable", ImportFile.Open(_folder.Path + "/none").Fault!.Code.Word);
        Assert.Equal("file-unreadable", ImportFile.Open(_folder.Write("d.json.gz", "no zip")).File!.Digest().Fault!.Code.Word);
    }

    private static string[] Lines(string path) => [.. ImportFile.Open(path).File!.Lines()];
}
