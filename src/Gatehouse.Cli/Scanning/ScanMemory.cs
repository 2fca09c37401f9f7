using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Scanning;

/// <summary>The digests of all definitions at a scan: a server's key, its tools, their hashes. No text of a server is in it.</summary>
internal sealed class ScanMemory
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };
    private readonly string _path;
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _servers = new(StringComparer.Ordinal);

    private readonly bool _isOfMachine;

    private ScanMemory(string path, bool isOfMachine) => (_path, _isOfMachine) = (path, isOfMachine);

    /// <summary>Whether there was a scan before.</summary>
    public bool Exists { get; private init; }

    /// <summary>Opens it; a file that is not there is an empty one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isOfMachine">Whether it is for all configurations of this machine, which may use one name for several servers.</param>
    public static (ScanMemory? Memory, Fault? Fault) Open(string path, bool isOfMachine)
    {
        var memory = new ScanMemory(path, isOfMachine) { Exists = File.Exists(path) };
        if (!memory.Exists)
        {
            return (memory, null);
        }

        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path), new JsonDocumentOptions { AllowDuplicateProperties = false });
            foreach (var server in document.RootElement.GetProperty("servers").EnumerateObject())
            {
                memory._servers[server.Name] = new(
                    server.Value.EnumerateObject().ToDictionary(tool => tool.Name, tool => tool.Value.GetString()!, StringComparer.Ordinal),
                    StringComparer.Ordinal);
            }

            return (memory, null);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            return (null, new Fault(new("baseline-unreadable"), $"the file `{path}` cannot be read", "remove it to begin anew"));
        }
    }

    /// <summary>The servers with what changed since; one that was never seen has no changes.</summary>
    public ImmutableArray<ScannedServer> Compare(ImmutableArray<ScannedServer> servers) => [.. servers.Select(server =>
        server.Fault is not null || !_servers.TryGetValue(Key(server), out var known) ? server : server with
        {
            Tools = [.. server.Tools.Select(tool => tool with
            {
                Change = !known.TryGetValue(tool.Name, out var hash) ? ToolChange.New
                    : string.Equals(hash, tool.Hash, StringComparison.Ordinal) ? ToolChange.None : ToolChange.Changed,
            })],
            Gone = [.. known.Keys.Except(server.Tools.Select(tool => tool.Name), StringComparer.Ordinal)],
        })];

    /// <summary>Remembers this scan; of a server that could not be read stays what was known.</summary>
    public Fault? Save(ImmutableArray<ScannedServer> servers)
    {
        foreach (var server in servers.Where(server => server.Fault is null))
        {
            var tools = _servers[Key(server)] = new(StringComparer.Ordinal);
            foreach (var tool in server.Tools)
            {
                tools.TryAdd(tool.Name, tool.Hash);
            }
        }

        // The user's data folder may not be there yet, and `run` takes none that others can read.
        try
        {
            PrivateFolder.Make(Path.GetDirectoryName(Path.GetFullPath(_path))!);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            // The writing tells.
        }

        return OutputFile.Write(_path, Text());
    }

    // Paths differ from machine to machine, a server's name in its configuration does not.
    private string Key(ScannedServer server) =>
        _isOfMachine && server.Target.Places is [var place, ..] ? $"{place.File}#{place.Name}" : server.Target.Id;

    private byte[] Text()
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Indented))
        {
            json.WriteStartObject();
            json.WriteNumber("version", 1);
            json.WriteStartObject("servers");
            foreach (var (server, tools) in _servers)
            {
                json.WriteStartObject(server);
                foreach (var (tool, hash) in tools)
                {
                    json.WriteString(tool, hash);
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        text.Write("\n"u8);
        return text.WrittenSpan.ToArray();
    }
}
