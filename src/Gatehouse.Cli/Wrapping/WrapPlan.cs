using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Cli.Scanning;
using Gatehouse.Cli.Stack;

namespace Gatehouse.Cli.Wrapping;

/// <summary>How one configuration becomes one whose servers go through <c>gatehouse run</c>. Everything else in it stays, byte for byte.</summary>
/// <param name="File">The configuration as it is.</param>
/// <param name="After">Its bytes afterwards.</param>
/// <param name="Wrapped">Names of the servers that go through the gateway then.</param>
/// <param name="Left">Servers that stay as they are, and why.</param>
internal sealed record WrapPlan(ClientFile File, byte[] After, ImmutableArray<string> Wrapped, ImmutableArray<(string Name, string Why)> Left)
{
    /// <summary>Whether anything changes.</summary>
    public bool IsChange => !Wrapped.IsEmpty;

    /// <summary>Plans it.</summary>
    /// <param name="file">The configuration.</param>
    /// <param name="servers">What the scan found; only what could be read has a policy.</param>
    /// <param name="policies">The folder of the policies, absolute.</param>
    /// <param name="gatehouse">This program as a client starts it.</param>
    /// <param name="chosen">Names of the servers that are meant; empty for all.</param>
    public static WrapPlan Of(
        ClientFile file, ImmutableArray<ScannedServer> servers, string policies, string gatehouse, IReadOnlyCollection<string> chosen)
    {
        var edits = new List<TextEdit>();
        var wrapped = ImmutableArray.CreateBuilder<string>();
        var left = ImmutableArray.CreateBuilder<(string, string)>();
        foreach (var server in file.Servers.Where(server => chosen.Count == 0 || chosen.Contains(server.Name, StringComparer.Ordinal)))
        {
            var scanned = servers.FirstOrDefault(one => one.Target.Places.Any(place => ReferenceEquals(place.Entry, server.Entry)));
            var (change, why) = Change(file, server, scanned, policies, gatehouse);
            if (why is null)
            {
                edits.AddRange(change);
                wrapped.Add(server.Name);
            }
            else
            {
                left.Add((server.Name, why));
            }
        }

        return new WrapPlan(file, TextEdit.Apply(file.Text, edits), wrapped.ToImmutable(), left.ToImmutable());
    }

    /// <summary>The policy of a server in the folder.</summary>
    public static string PolicyPath(string policies, ScannedServer server) => Path.Combine(policies, NameOf(server) + ".json");

    /// <summary>
    /// What its counters, records, definitions and policy are kept under: two servers that are called alike in two configurations
    /// are two. A new key for the same server changes nothing.
    /// </summary>
    public static string NameOf(ScannedServer server)
    {
        var place = server.Target.Places[0];
        var way = string.Join('\n', [.. place.Command, place.Address ?? ""]);
        return $"{server.Target.Id}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(way)))[..8]}";
    }

    private static (IEnumerable<TextEdit> Edits, string? Why) Change(
        ClientFile file, ConfiguredServer server, ScannedServer? scanned, string policies, string gatehouse)
    {
        if (server.IsWrapped)
        {
            return ([], "it goes through gatehouse already");
        }

        if (scanned is null)
        {
            return ([], server.IsDisabled ? "it is switched off" : "it was not agreed to");
        }

        if (scanned.Fault is { } fault)
        {
            return ([], $"it could not be read, so it has no policy: {fault.Message}");
        }

        if (scanned.IsCut)
        {
            return ([], "it lists more tools than the gateway takes");
        }

        string[] run = ["run", "--name", NameOf(scanned), "--policy", PolicyPath(policies, scanned)];
        return server.Address is null ? Program(file, server, gatehouse, run) : Remote(file, server, gatehouse, run);
    }

    // The words as they are written, not as they were filled in: the client goes on filling them in.
    private static (IEnumerable<TextEdit>, string?) Program(ClientFile file, ConfiguredServer server, string gatehouse, string[] run)
    {
        var entry = server.Entry;
        switch (entry["command"])
        {
            case { Kind: ConfigKind.Text } program:
                var words = Words([.. run, "--", program.Text, .. entry.TextsOf("args")]);
                return ([
                    new TextEdit(program.Start, program.End, Word(gatehouse)),
                    entry["args"] is { } args ? new TextEdit(args.Start, args.End, words)
                        : new TextEdit(program.End, program.End, file.IsToml ? $"\nargs = {words}" : $", \"args\": {words}"),
                ], IsInline(file, entry) && entry["args"] is null ? "it is an inline table without arguments" : null);
            case { Kind: ConfigKind.Array } list:
                return ([new TextEdit(list.Start, list.End, Words([gatehouse, .. run, "--", .. entry.TextsOf("command")]))], null);
            case { Kind: ConfigKind.Object } old when old["path"] is { } path && old["args"] is { } olds:
                return ([
                    new TextEdit(path.Start, path.End, Word(gatehouse)),
                    new TextEdit(olds.Start, olds.End, Words([.. run, "--", path.Text, .. old.TextsOf("args")])),
                ], null);
            default:
                return ([], "its entry has a form that is not known");
        }
    }

    // SECURITY: a header's value goes into the environment, never into the command: commands are seen by others.
    private static (IEnumerable<TextEdit>, string?) Remote(ClientFile file, ConfiguredServer server, string gatehouse, string[] run)
    {
        var entry = server.Entry;
        if (file.IsToml || entry["command"] is not null)
        {
            return ([], "an address in a form that is not rewritten; write `gatehouse run --upstream` by hand");
        }

        var headers = (entry["headers"] ?? entry["http_headers"])?.Members ?? [];
        var address = entry.FirstTextOf("url", "serverUrl", "httpUrl")!;
        if (SecretWords.Show(address).Contains("***", StringComparison.Ordinal))
        {
            return ([], "its address holds what may be a secret, and commands are seen by others; put it into a header");
        }

        var variables = headers.Select((header, at) => (header.Name, Variable: $"GATEHOUSE_HEADER_{at + 1}", header.Value.Text)).ToArray();
        string[] words =
        [
            .. run, "--upstream", address, .. server.IsSse ? ["--sse"] : Array.Empty<string>(),
            .. variables.SelectMany(header => (string[])["--header-env", $"{header.Name}: {header.Variable}"]),
        ];
        var members = new List<string> { $"\"command\": {Word(gatehouse)}", $"\"args\": {Words(words)}" };
        if (entry["type"] is not null)
        {
            members.Insert(0, "\"type\": \"stdio\"");
        }

        if (variables.Length > 0)
        {
            members.Add($"\"env\": {{ {string.Join(", ", variables.Select(header => $"{Word(header.Variable)}: {Word(header.Text)}"))} }}");
        }

        // What the entry says of the server itself (a time, what is always allowed) stays.
        members.AddRange(entry.Members
            .Where(member => member.Name is not ("type" or "transport" or "url" or "serverUrl" or "httpUrl" or "headers" or "http_headers" or "env"))
            .Select(member => $"{Word(member.Name)}: {Encoding.UTF8.GetString(file.Text.AsSpan(member.Value.Start, member.Value.End - member.Value.Start))}"));
        return ([new TextEdit(entry.Start, entry.End, $"{{ {string.Join(", ", members)} }}")], null);
    }

    private static bool IsInline(ClientFile file, ConfigNode entry) => file.IsToml && file.Text[entry.Start] == '{';

    // A JSON string is a basic string of TOML as well.
    private static string Word(string word) => $"\"{JsonEncodedText.Encode(word, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string Words(IEnumerable<string> words) => $"[{string.Join(", ", words.Select(Word))}]";
}
