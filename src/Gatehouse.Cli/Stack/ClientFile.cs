using System.Collections.Immutable;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Stack;

/// <summary>One configuration of a client, read.</summary>
/// <param name="Client">Whose it is.</param>
/// <param name="Path">Where it lies.</param>
/// <param name="Text">Its bytes; empty where it could not be read.</param>
/// <param name="Servers">The servers that it lists.</param>
/// <param name="Fault">Why it could not be read, with line and column where it does not parse.</param>
internal sealed record ClientFile(Client Client, string Path, byte[] Text, ImmutableArray<ConfiguredServer> Servers, Fault? Fault)
{
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>The line of the fault, from 1.</summary>
    public int FaultLine { get; init; } = 1;

    /// <summary>Whether it is TOML; everything else is JSON with comments.</summary>
    public bool IsToml => IsTomlPath(Path);

    /// <summary>Every configuration that there is on the machine and in its folder.</summary>
    public static ImmutableArray<ClientFile> Find(Machine machine) =>
        [.. ClientTable.All.SelectMany(client => client.Files(machine).Distinct(StringComparer.Ordinal)
            .Where(File.Exists).Select(path => Read(client, path, machine)))];

    /// <summary>Reads one that was named.</summary>
    public static ClientFile Read(string path, Machine machine) =>
        Read(ClientTable.For(path, machine), System.IO.Path.GetFullPath(path, machine.Folder), machine);

    private static ClientFile Read(Client client, string path, Machine machine)
    {
        byte[] text;
        try
        {
            text = new FileInfo(path).Length <= MaxBytes ? File.ReadAllBytes(path) : throw new IOException();
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return new ClientFile(client, path, [], [], new Fault(new("file-unreadable"), $"the file `{path}` cannot be read", "check that it exists and who may read it"));
        }

        var (root, flaw) = IsTomlPath(path) ? TomlSyntax.Read(text) : JsonSyntax.Read(text);
        if (root is null)
        {
            return new ClientFile(client, path, text, [], new Fault(
                new("client-config-invalid"), $"{path}:{flaw!.Line}:{flaw.Column}: {flaw.Message}", "the other configurations are read all the same"))
            {
                FaultLine = flaw.Line,
            };
        }

        var reading = new ServerEntries(client, path, machine);
        return new ClientFile(client, path, text, reading.Of(root, text), null);
    }

    private static bool IsTomlPath(string path) => path.EndsWith(".toml", StringComparison.OrdinalIgnoreCase);
}
