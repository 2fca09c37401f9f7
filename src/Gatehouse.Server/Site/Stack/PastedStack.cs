using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Server.Site.Stack;

/// <summary>Reads the servers out of a client's configuration. SECURITY: environment, headers, queries and arguments go no further than this.</summary>
internal static class PastedStack
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

        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true, MaxDepth = 32,
            });
            var found = ImmutableArray.CreateBuilder<PastedServer>();
            Collect(document.RootElement, 0, found);
            return found.Count > 0
                ? ([.. found.DistinctBy(static server => (server.Name, server.Package, server.Address))], null)
                : ([], "No servers are listed in it: clients list them under mcpServers, servers or context_servers.");
        }
        catch (JsonException problem)
        {
            return ([], string.Create(
                CultureInfo.InvariantCulture,
                $"This is not JSON, at line {(problem.LineNumber ?? 0) + 1}, column {(problem.BytePositionInLine ?? 0) + 1}. A file of TOML is read by gatehouse scan."));
        }
        catch (InvalidOperationException)
        {
            return ([], "There is a character in it that no text has: half of a surrogate pair.");
        }
    }

    private static void Collect(JsonElement value, int depth, ImmutableArray<PastedServer>.Builder found)
    {
        if (depth > MaxDepth || value.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (var member in value.EnumerateObject())
        {
            if (_lists.Contains(member.Name, StringComparer.Ordinal) && member.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var entry in member.Value.EnumerateObject().Where(static entry => entry.Value.ValueKind == JsonValueKind.Object))
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

    private static PastedServer? Server(string name, JsonElement entry)
    {
        var address = Address(Text(entry, "url") ?? Text(entry, "serverUrl") ?? Text(entry, "httpUrl"));
        var command = Text(entry, "command");
        var args = Args(entry);
        if (entry.TryGetProperty("command", out var nested) && nested.ValueKind == JsonValueKind.Object)
        {
            (command, args) = (Text(nested, "path"), Args(nested));
        }

        return command is null && address is null ? null : new PastedServer(name, command is null ? null : Package(command, args), address);
    }

    // The first word behind the runner that is no option is the package; a version behind it is cut off.
    private static string? Package(string command, string[] args)
    {
        var runner = command.Split('/', '\\')[^1].ToLowerInvariant();
        runner = runner.EndsWith(".exe", StringComparison.Ordinal) || runner.EndsWith(".cmd", StringComparison.Ordinal) ? runner[..^4] : runner;
        var kind = runner switch
        {
            "npx" or "bunx" or "pnpx" => "npm",
            "uvx" => "pypi",
            "pnpm" or "yarn" when args is ["dlx", ..] => "npm",
            "pipx" or "uv" when args is ["run", ..] or ["tool", "run", ..] => "pypi",
            _ => null,
        };
        var word = args.FirstOrDefault(static arg => arg.Length > 0 && arg[0] != '-' && arg is not ("dlx" or "run" or "tool"));
        return kind is not null && word is { Length: <= 200 } && word.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter is '@' or '/' or '.' or '_' or '-')
            ? $"{kind}:{(word.LastIndexOf('@') is > 0 and var at ? word[..at] : word)}"
            : null;
    }

    private static string? Address(string? text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? $"{uri.Scheme}://{uri.Authority.Split('@')[^1]}{uri.AbsolutePath}" : null;

    private static string? Text(JsonElement value, string name) =>
        value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String && member.GetString() is { Length: > 0 } text ? text : null;

    private static string[] Args(JsonElement value) => value.TryGetProperty("args", out var args) && args.ValueKind == JsonValueKind.Array
        ? [.. args.EnumerateArray().Where(static arg => arg.ValueKind == JsonValueKind.String).Select(static arg => arg.GetString()!)]
        : [];
}
