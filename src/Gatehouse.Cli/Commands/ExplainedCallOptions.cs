using System.Buffers;
using System.CommandLine;
using System.Text.Json;
using Gatehouse.Policy.Testing;

namespace Gatehouse.Cli.Commands;

/// <summary>The options of a call that is only thought of: the members that a call of a test file has.</summary>
internal sealed class ExplainedCallOptions
{
    private readonly Option<string> _tool = new("--tool") { Description = "Name of the tool", HelpName = "NAME", Required = true };

    private readonly Option<string?> _args = new("--args") { Description = "Arguments of the call (default: {})", HelpName = "JSON" };

    private readonly Option<string?> _at = new("--at") { Description = "Time of the call, RFC 3339 (default: now)", HelpName = "TIME" };

    // A fact is a text, or an object where it has several parts.
    private readonly Option<string?>[] _facts =
    [
        Fact("--category", "Category of the tool: read, write, execute, destructive, financial or other", "WORD"),
        Fact("--risk", "Risk of the tool: low, medium, high or critical", "WORD"),
        Fact("--server", "Name of the server, or an object with name and id", "TEXT|JSON"),
        Fact("--grant", "Label of the grant, or an object with label, id and tags", "TEXT|JSON"),
        Fact("--client", "Name of the client, or an object with name and version", "TEXT|JSON"),
        Fact("--session", "Id of the session, or an object with id, called, called_categories …", "TEXT|JSON"),
    ];

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_tool);
        command.Options.Add(_args);
        command.Options.Add(_at);
        foreach (var fact in _facts)
        {
            command.Options.Add(fact);
        }
    }

    /// <summary>Whether the server was named.</summary>
    public bool HasServer(ParseResult parsed) => parsed.GetValue(_facts.First(static fact => fact.Name == "--server")) is not null;

    /// <summary>The call as the only case of a test file, or what is wrong with it.</summary>
    public (PolicyTestFile? File, string? Problem) Read(ParseResult parsed, TimeProvider time)
    {
        try
        {
            var reading = PolicyTestFile.Read(Compose(parsed, time));
            return (reading.File, reading.Findings is [var first, ..] ? $"{Place(first.Pointer)}: {first.Message}" : null);
        }
        catch (JsonException)
        {
            return (null, "`--args` or a fact is not JSON");
        }
    }

    private static Option<string?> Fact(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };

    private byte[] Compose(ParseResult parsed, TimeProvider time)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteString("policy", "policy");
            json.WriteStartArray("cases");
            json.WriteStartObject();
            json.WriteString("name", "call");
            json.WriteString("at", parsed.GetValue(_at) ?? time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"));
            json.WriteStartObject("expect");
            json.WriteString("outcome", "denied");
            json.WriteEndObject();
            json.WriteStartObject("call");
            json.WriteString("tool", parsed.GetValue(_tool));
            if (parsed.GetValue(_args) is { } args)
            {
                json.WritePropertyName("args");
                json.WriteRawValue(args);
            }

            foreach (var fact in _facts)
            {
                Write(json, fact.Name[2..], parsed.GetValue(fact));
            }

            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return text.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
        {
            return;
        }

        json.WritePropertyName(name);
        if (value.TrimStart().StartsWith('{'))
        {
            json.WriteRawValue(value);
        }
        else
        {
            json.WriteStringValue(value);
        }
    }

    // What was composed has its place in an option.
    private static string Place(string pointer) => pointer.Split('/') is [_, _, _, "call", var option, ..]
        ? $"`--{option}`"
        : pointer.EndsWith("/at", StringComparison.Ordinal) ? "`--at`" : "the call";
}
