using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Gatehouse.Cli.Stack;
using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Server.Site.Stack;

/// <summary>Reads the servers out of a client's configuration. SECURITY: environment, headers, queries, arguments and keys go no further than this.</summary>
internal static partial class PastedStack
{
    /// <summary>Longest text that is read, in UTF-16 units.</summary>
    public const int Longest = 200_000;

    private const int MaxServers = 50;
    private const int MaxDepth = 6;
    private static readonly string[] _lists = ["mcpServers", "mcp_servers", "context_servers", "servers"];

    /// <summary>The servers, or a sentence that says why there are none. No word of the text is in it.</summary>
    public static (ImmutableArray<PastedServer> Servers, string? Problem) Read(string text)
    {
        if (text.Length > Longest)
        {
            return ([], $"That is longer than {Longest.ToString("N0", CultureInfo.InvariantCulture)} characters.");
        }

        var (root, problem) = Parse(text);
        if (root is null)
        {
            return ([], problem);
        }

        var found = ImmutableArray.CreateBuilder<PastedServer>();
        Collect(root, 0, found);
        return found.Count > 0
            ? ([.. found.DistinctBy(static server => (server.Name, server.Package, server.Address))], null)
            : ([], "No servers are listed in it: clients list them under mcpServers, servers, context_servers or mcp_servers.");
    }

    // As the command reads them: JSON with comments, and TOML, which never begins with a brace or a slash.
    private static (ConfigNode? Root, string? Problem) Parse(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var (json, flaw) = JsonSyntax.Read(bytes);
        if (json is not null)
        {
            return (json, null);
        }

        if (text.AsSpan().TrimStart("\uFEFF \t\r\n") is ['{' or '/', ..])
        {
            return (null, Sentence("This is not JSON", flaw!));
        }

        var (toml, other) = TomlSyntax.Read(bytes);
        return (toml, toml is null ? Sentence("This is neither JSON nor TOML", other!) : null);
    }

    private static string Sentence(string what, SyntaxFlaw flaw) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}, at line {flaw.Line}, column {flaw.Column}.");

    private static void Collect(ConfigNode value, int depth, ImmutableArray<PastedServer>.Builder found)
    {
        if (depth > MaxDepth || value.Kind != ConfigKind.Object)
        {
            return;
        }

        foreach (var member in value.Members)
        {
            if (_lists.Contains(member.Name, StringComparer.Ordinal) && member.Value.Kind == ConfigKind.Object)
            {
                foreach (var entry in member.Value.Members.Where(static entry => entry.Value.Kind == ConfigKind.Object))
                {
                    if (found.Count < MaxServers && Server(entry.Name, entry.Value) is { } server)
                    {
                        found.Add(server);
                    }
                }
            }
            else
            {
                Collect(member.Value, depth + 1, found);
            }
        }
    }

    private static PastedServer? Server(string name, ConfigNode entry)
    {
        var address = Address(entry.FirstTextOf("url", "serverUrl", "httpUrl"));
        var command = Behind(Command(entry));
        return command.Length == 0 && address is null ? null : new PastedServer(name, Package(command), address);
    }

    // A text with arguments beside it, one array, an object with a path, or all in one text.
    private static string[] Command(ConfigNode entry) => entry["command"] switch
    {
        { Kind: ConfigKind.Text, Text.Length: > 0 } program when entry.TextsOf("args").ToArray() is { Length: > 0 } args => [program.Text, .. args],
        { Kind: ConfigKind.Text, Text.Length: > 0 } program => program.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries),
        { Kind: ConfigKind.Array } => [.. entry.TextsOf("command")],
        { Kind: ConfigKind.Object } old when old.TextOf("path") is { Length: > 0 } path => [path, .. old.TextsOf("args")],
        _ => [],
    };

    // What goes through the gateway already is the server behind it.
    private static string[] Behind(string[] command) =>
        command.Length > 0 && Program(command[0]) == "gatehouse" && Array.IndexOf(command, "--") is > 0 and var at ? command[(at + 1)..] : command;

    // The first word behind the runner that is no option is the package; a version behind it is cut off.
    private static string? Package(string[] command)
    {
        var args = command.Skip(1).ToArray();
        var kind = command.Length == 0 ? null : Program(command[0]) switch
        {
            "npx" or "bunx" or "pnpx" => "npm",
            "uvx" => "pypi",
            "pnpm" or "yarn" when args is ["dlx", ..] => "npm",
            "pipx" or "uv" when args is ["run", ..] or ["tool", "run", ..] => "pypi",
            _ => null,
        };
        var word = args.Where((arg, at) => arg.Length > 0 && arg[0] != '-' && arg is not ("dlx" or "run" or "tool") && !IsSecret(args, at))
            .FirstOrDefault();
        return kind is not null && word is { Length: <= 200 } && word.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '@' or '/' or '.' or '_' or '-')
            && !word.Split('@', '/').Any(KeyShape.Fits)
            ? $"{kind}:{(word.LastIndexOf('@') is > 0 and var at ? word[..at] : word)}"
            : null;
    }

    // `--token VALUE`: what sounds secret takes the word behind it along.
    private static bool IsSecret(string[] args, int at) =>
        at > 0 && args[at - 1] is ['-', ..] option && !option.Contains('=', StringComparison.Ordinal) && SecretOption().IsMatch(option);

    private static string Program(string command)
    {
        var name = command.Split('/', '\\')[^1].ToLowerInvariant();
        return name.EndsWith(".exe", StringComparison.Ordinal) || name.EndsWith(".cmd", StringComparison.Ordinal) ? name[..^4] : name;
    }

    private static string? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? $"{uri.Scheme}://{uri.Authority.Split('@')[^1]}{KeyShape.Covered(uri.AbsolutePath)}" : null;

    [GeneratedRegex("key|token|secret|passw|credential|auth|bearer|cookie|session", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex SecretOption();
}
