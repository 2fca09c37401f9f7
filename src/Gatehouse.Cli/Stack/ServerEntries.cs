using System.Collections.Immutable;

namespace Gatehouse.Cli.Stack;

/// <summary>Reads the servers out of a configuration, in the spelling of any client.</summary>
internal sealed class ServerEntries(Client client, string file, Machine machine)
{
    private const int MaxServers = 500;

    /// <summary>Every entry that has a command or an address.</summary>
    public ImmutableArray<ConfiguredServer> Of(ConfigNode root, byte[] text) =>
        [.. client.Lists.SelectMany(path => Lists(root, path, 0, machine.Folder))
            .SelectMany(list => list.Node.Members.Select(member => Read(member, list.Folder, text)))
            .OfType<ConfiguredServer>().Take(MaxServers)];

    private static IEnumerable<(ConfigNode Node, string Folder)> Lists(ConfigNode node, string[] path, int depth, string folder)
    {
        if (node.Kind != ConfigKind.Object)
        {
            return [];
        }

        if (depth == path.Length)
        {
            return [(node, folder)];
        }

        // Below a star the names are the folders of projects.
        return path[depth] == "*"
            ? node.Members.SelectMany(member => Lists(member.Value, path, depth + 1, member.Name))
            : node[path[depth]] is { } next ? Lists(next, path, depth + 1, folder) : [];
    }

    private ConfiguredServer? Read(ConfigMember member, string folder, byte[] text)
    {
        var entry = member.Value;
        if (entry.Kind != ConfigKind.Object)
        {
            return null;
        }

        var variables = new ClientVariables(machine, folder);
        var command = Command(entry).Select(variables.Fill).ToImmutableArray();
        var address = entry.FirstTextOf("url", "serverUrl", "httpUrl") is { } url ? variables.Fill(url) : null;
        if (command.IsEmpty && address is null)
        {
            return null;
        }

        var unwrapped = Unwrapped.Of(command);
        var environment = Pairs(entry["env"] ?? entry["environment"], variables);
        var headers = Headers(entry, variables);
        return new ConfiguredServer
        {
            Name = member.Name,
            Client = client.Name,
            File = file,
            Line = SyntaxFlaw.Place(text, member.NameStart).Line,
            Entry = entry,
            Command = unwrapped?.Command ?? command,
            Environment = environment,
            WorkingFolder = (entry.TextOf("cwd") ?? entry.TextOf("workingDirectory")) is { } cwd ? Path.GetFullPath(variables.Fill(cwd), folder) : null,
            Address = unwrapped is null ? address : unwrapped.Address,
            Headers = unwrapped?.Headers(environment) ?? headers,
            IsSse = unwrapped?.IsSse ?? (entry.TextOf("type") ?? entry.TextOf("transport")) is "sse" || (client.Word == "gemini" && entry.FirstTextOf("url") is not null),
            IsDisabled = entry.Says("disabled") || entry.Says("enabled", false),
            IsWrapped = unwrapped is not null,
            Missing = variables.Missing,
        };
    }

    // A text with arguments beside it, one array, or (of old) an object with a path.
    private static IEnumerable<string> Command(ConfigNode entry) => entry["command"] switch
    {
        { Kind: ConfigKind.Text, Text.Length: > 0 } program => [program.Text, .. entry.TextsOf("args")],
        { Kind: ConfigKind.Array } => entry.TextsOf("command"),
        { Kind: ConfigKind.Object } old when old.TextOf("path") is { Length: > 0 } path => [path, .. old.TextsOf("args")],
        _ => [],
    };

    private ImmutableSortedDictionary<string, string> Headers(ConfigNode entry, ClientVariables variables)
    {
        var headers = Pairs(entry["headers"] ?? entry["http_headers"], variables).ToBuilder();
        headers.KeyComparer = StringComparer.OrdinalIgnoreCase;
        if (entry.TextOf("bearer_token_env_var") is { } bearer)
        {
            headers["Authorization"] = $"Bearer {variables.Of(bearer)}";
        }

        foreach (var named in entry["env_http_headers"]?.Members ?? [])
        {
            headers[named.Name] = variables.Of(named.Value.Text);
        }

        return headers.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, string> Pairs(ConfigNode? node, ClientVariables variables) =>
        (node?.Members ?? []).Where(member => member.Value.Kind is ConfigKind.Text or ConfigKind.Other)
            .ToImmutableSortedDictionary(member => member.Name, member => variables.Fill(member.Value.Text), StringComparer.Ordinal);
}
