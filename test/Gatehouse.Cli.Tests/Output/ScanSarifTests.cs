using System.Text.Json;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Scanning;
using Gatehouse.Cli.Stack;

namespace Gatehouse.Cli.Tests.Output;

public sealed class ScanSarifTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_ConfigurationThatDoesNotParse_IsTheSameResultOnOtherLinesAndMachines()
    {
        var here = Fingerprint("one", ".mcp.json", "{\n  \"mcpServers\": oops\n}");

        Assert.Equal(here, Fingerprint("one", ".mcp.json", "{\n\n\n  \"mcpServers\":    oops\n}"));
        Assert.Equal(here, Fingerprint("two", ".mcp.json", "{\n  \"mcpServers\": oops\n}"));
        Assert.NotEqual(here, Fingerprint("one", "other.json", "{\n  \"mcpServers\": oops\n}"));
    }

    // Both folders are checkouts of the same files.
    private string Fingerprint(string checkout, string name, string text)
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder.Path, checkout)).FullName;
        File.WriteAllText(Path.Combine(folder, name), text);
        var file = ClientFile.Read(name, new Machine(MachineSystem.Linux, folder, folder, _ => null));
        Assert.NotNull(file.Fault);

        using var written = new MemoryStream();
        using (var json = new Utf8JsonWriter(written))
        {
            ScanSarif.Write(json, new ScanReport([file], []), folder);
        }

        var result = Assert.Single(JsonElement.Parse(written.ToArray()).GetProperty("runs")[0].GetProperty("results").EnumerateArray());
        return result.GetProperty("partialFingerprints").GetProperty("gatehouse/v1").GetString()!;
    }
}
